#include "store/hdf5_scales.h"

#include <stdbool.h>
#include <stdlib.h>

#include "system/memory.h"

/* What the specification keeps for each variable of a scale. */
typedef struct Reference {
    hobj_ref_t variable;
    int dimension;
} Reference;

static herr_t write_attribute(hid_t owner, const char *name, hid_t type, hsize_t length, const void *values)
{
    hid_t space = H5Screate_simple(1, &length, NULL);
    hid_t attribute = H5Acreate2(owner, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
    herr_t status = attribute < 0 ? -1 : H5Awrite(attribute, type, values);
    if (attribute >= 0) {
        H5Aclose(attribute);
    }
    H5Sclose(space);
    return status;
}

static void keep(tl_Attachments *attachments, hid_t scale, hobj_ref_t variable, int dimension)
{
    if (attachments->count == attachments->room) {
        attachments->room = 2 * attachments->room + 64;
        attachments->all = tl_reallocate(attachments->all, attachments->room, sizeof *attachments->all);
    }
    attachments->all[attachments->count++] = (tl_Attachment){scale, variable, dimension};
}

herr_t tl_scales_attach(tl_Attachments *attachments, hid_t variable, const hid_t *scales, int rank)
{
    hobj_ref_t own, along[H5S_MAX_RANK];
    hvl_t lists[H5S_MAX_RANK];
    herr_t status = H5Rcreate(&own, variable, ".", H5R_OBJECT, H5I_INVALID_HID);
    for (int d = 0; d < rank && status >= 0; d++) {
        status = H5Rcreate(&along[d], scales[d], ".", H5R_OBJECT, H5I_INVALID_HID);
        lists[d] = (hvl_t){.len = 1, .p = &along[d]};
    }
    if (status >= 0) {
        hid_t type = H5Tvlen_create(H5T_STD_REF_OBJ);
        status = write_attribute(variable, "DIMENSION_LIST", type, (hsize_t)rank, lists);
        H5Tclose(type);
    }
    for (int d = 0; d < rank && status >= 0; d++) {
        keep(attachments, scales[d], own, d);
    }
    return status;
}

/* Those of a scale, as they were attached, into `list`. */
static size_t gather(const tl_Attachments *attachments, hid_t scale, Reference *list)
{
    size_t count = 0;
    for (size_t i = 0; i < attachments->count; i++) {
        const tl_Attachment *own = &attachments->all[i];
        if (own->scale == scale) {
            list[count].variable = own->variable; /* one by one: what lies between them stays zero */
            list[count].dimension = own->dimension;
            count++;
        }
    }
    return count;
}

static bool is_first(const tl_Attachments *attachments, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (attachments->all[i].scale == attachments->all[index].scale) {
            return false;
        }
    }
    return true;
}

herr_t tl_scales_write(tl_Attachments *attachments)
{
    herr_t status = 0;
    hid_t type = H5Tcreate(H5T_COMPOUND, sizeof(Reference));
    H5Tinsert(type, "dataset", HOFFSET(Reference, variable), H5T_STD_REF_OBJ);
    H5Tinsert(type, "dimension", HOFFSET(Reference, dimension), H5T_NATIVE_INT);
    Reference *list = tl_allocate(attachments->count + 1, sizeof *list);
    for (size_t i = 0; i < attachments->count && status >= 0; i++) {
        if (is_first(attachments, i)) {
            hid_t scale = attachments->all[i].scale;
            status = write_attribute(scale, "REFERENCE_LIST", type, gather(attachments, scale, list), list);
        }
    }
    free(list);
    H5Tclose(type);
    attachments->count = 0;
    return status;
}

void tl_scales_free(tl_Attachments *attachments)
{
    free(attachments->all);
    *attachments = (tl_Attachments){.count = 0};
}
