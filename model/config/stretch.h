/* A config with what makes it another than its control at the ends of the allowed ranges: whether an outcome can
 * depend on that at all. */
#ifndef TL_STRETCH_H
#define TL_STRETCH_H

#include "config/loaded_config.h"

/* What two configs differ in. */
typedef struct tl_Contrast {
    int parameters[tl_parameter_count]; /* levers and coefficients, [count] */
    int count;
    bool
        otherwise; /* also in what is not stretched: people, pilot, a rule of grouping, when alone something happens */
} tl_Contrast;

/* `exempt`: parameters that follow from the rest, as at equal cost, and are not to be stretched; -1: none. */
tl_Contrast tl_contrast_of(const tl_Config *treatment, const tl_Config *control, const int exempt[2]);

/* A stretched config. */
typedef struct tl_Stretched {
    tl_Config config; /* free with tl_config_free */
    double end;       /* the value that the last of the parameters got last */
    bool moved;       /* false: it is the treatment itself, which stands at the ends already */
} tl_Stretched;

/* The treatment with these parameters, each as far from the control as it is allowed to go: at the start, and at
 * every change and reorganisation in which the two differ; where the control alone has one, the treatment gets one
 * to the other end. Where a parameter's end contradicts the other values (a team larger than its unit), it goes as
 * far as it can. */
void tl_stretch(const tl_LoadedConfig *treatment, const tl_Config *control, const int *parameters, int count,
                tl_Stretched *into);

#endif
