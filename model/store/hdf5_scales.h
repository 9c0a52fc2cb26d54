/* Which variables lie along which dimensions: the two attributes of the HDF5 Dimension Scale Specification, by which
 * NetCDF-4 and xarray name dimensions.
 *
 * HDF5's H5DSattach_scale does the same, but writes a dimension's whole list of variables anew for each of them:
 * with 600 variables this was a third of the time of a short run. Here each list is written once, at the end. */
#ifndef TL_HDF5_SCALES_H
#define TL_HDF5_SCALES_H

#include <hdf5.h>

/* One variable along one dimension. */
typedef struct tl_Attachment {
    hid_t scale;
    hobj_ref_t variable;
    int dimension; /* of the variable, from 0 */
} tl_Attachment;

typedef struct tl_Attachments {
    tl_Attachment *all; /* owned, [count] */
    size_t count, room;
} tl_Attachments;

/* Says of a variable along which scales it lies ("DIMENSION_LIST"), and keeps that they are to say it too. Negative
 * where it cannot be written. */
herr_t tl_scales_attach(tl_Attachments *attachments, hid_t variable, const hid_t *scales, int rank);

/* Says of each scale which variables lie along it ("REFERENCE_LIST"), and forgets them; negative where it cannot be
 * written. */
herr_t tl_scales_write(tl_Attachments *attachments);

void tl_scales_free(tl_Attachments *attachments);

#endif
