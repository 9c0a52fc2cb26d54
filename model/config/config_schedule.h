/* What happens on given days of a run: the lists `timeline` and `reorganise` of a config. */
#ifndef TL_CONFIG_SCHEDULE_H
#define TL_CONFIG_SCHEDULE_H

#include "config/config_loader.h"
#include "config/yaml_document.h"

void tl_timeline_read(tl_Loader *loader, const tl_Document *document, int list);
void tl_reorganise_read(tl_Loader *loader, const tl_Document *document, int list);

#endif
