/* Versions, and what a status means. */
#include "library/status.h"

#include "system/provenance.h"

#define TEXT_(x) #x
#define TEXT(x) TEXT_(x)

const char *tillit_version(void)
{
    return TEXT(TILLIT_VERSION_MAJOR) "." TEXT(TILLIT_VERSION_MINOR) "." TEXT(TILLIT_VERSION_PATCH);
}

const char *tillit_model_version(void)
{
    return TL_MODEL_VERSION;
}

tillit_status tl_status_of(tl_Outcome outcome)
{
    static const tillit_status statuses[] = {[TL_OK] = TILLIT_OK,
                                             [TL_OUT_OF_MEMORY] = TILLIT_OUT_OF_MEMORY,
                                             [TL_STOPPED] = TILLIT_STOPPED,
                                             [TL_NOBODY_MEANT] = TILLIT_NOBODY_MEANT,
                                             [TL_NO_CODE] = TILLIT_NO_CODE};
    return statuses[outcome];
}

const char *tillit_status_text(tillit_status status)
{
    static const char *const texts[] = {
        [TILLIT_OK] = "done",
        [TILLIT_NULL] = "something that is needed is NULL",
        [TILLIT_ENDED] = "the handle was freed, or is of another kind",
        [TILLIT_BUSY] = "the simulation is in use",
        [TILLIT_OUT_OF_RANGE] = "a number is out of its range",
        [TILLIT_UNKNOWN] = "nothing has that name",
        [TILLIT_INVALID] = "the file or text has errors",
        [TILLIT_NEWER] = "a newer version wrote this",
        [TILLIT_OUT_OF_MEMORY] = "there is not enough memory",
        [TILLIT_STOPPED] = "stopped on request",
        [TILLIT_FINISHED] = "the last day is done",
        [TILLIT_FAILED] = "the simulation has failed before",
        [TILLIT_NOBODY_MEANT] = "'where' means no unit that there is on its day",
        [TILLIT_NO_CODE] = "a municipality's code is not from 0 to 16383, or more than 128 have the same",
        [TILLIT_NOT_ALIKE] = "the config differs in what has acted already",
        [TILLIT_NO_EQUAL_COST] = "no value of the lever brings the cost to that of the first arm",
    };
    unsigned number = (unsigned)status;
    return number < sizeof texts / sizeof texts[0] ? texts[number] : "an unknown status";
}
