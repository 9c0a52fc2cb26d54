#include "config/snapshot_variables.h"

#include <stdio.h>
#include <string.h>

#define FIELD(view, member, own_type, own_unit, ...)                                                         \
    {.name = #member,                                                                                        \
     .unit = own_unit,                                                                                       \
     .offset = offsetof(view, member),                                                                       \
     .type = own_type,                                                                                       \
     .meaning = __VA_ARGS__}
#define RECIPIENT(member, type, unit, ...) FIELD(tl_RecipientView, member, type, unit, __VA_ARGS__)
#define EMPLOYEE(member, type, unit, ...) FIELD(tl_EmployeeView, member, type, unit, __VA_ARGS__)

const tl_SnapshotField tl_recipient_fields[] = {
    RECIPIENT(id, TL_UINT64, "1", "permanent id"),
    RECIPIENT(municipality, TL_INT32, "1", "number of the municipality, in the order of municipality"),
    RECIPIENT(area, TL_INT32, "1", "number of the area over all municipalities"),
    RECIPIENT(unit, TL_INT32, "1", "permanent number of the unit within its municipality"),
    RECIPIENT(team, TL_INT32, "1", "number of the team within its unit"),
    RECIPIENT(days_in_care, TL_INT32, "d", "days with home care"),
    RECIPIENT(granted_hours, TL_FLOAT, "h/month", "granted hours a month"),
    RECIPIENT(need, TL_FLOAT, "1", "slow level of need relative to the decision, 1 = as granted"),
    RECIPIENT(mismatch, TL_FLOAT, "1", "share of need outside the decision"),
    RECIPIENT(provider_trust, TL_FLOAT, "1", "trust in the provider"),
    RECIPIENT(provider_distrust, TL_FLOAT, "1", "distrust of the provider"),
    RECIPIENT(provider_uncertainty, TL_FLOAT, "1", "uncertainty about the provider"),
    RECIPIENT(staff_met, TL_INT32, "persons",
              "different staff met in the last whole 14-day window; -1 outside the continuity measure",
              .may_lack = true),
    RECIPIENT(away, TL_UINT8, "1", "1 while in hospital"),
    RECIPIENT(satisfaction, TL_FLOAT, "1", "standing satisfaction, on the scale of the survey"),
    RECIPIENT(voice, TL_FLOAT, "1", "how much this person speaks up"),
    RECIPIENT(delivered_share, TL_FLOAT, "1",
              "delivered over needed time of the 14-day window so far; not a number without visits"),
};

const tl_SnapshotField tl_employee_fields[] = {
    EMPLOYEE(id, TL_UINT64, "1", "permanent id"),
    EMPLOYEE(municipality, TL_INT32, "1", "number of the municipality, in the order of municipality"),
    EMPLOYEE(area, TL_INT32, "1", "number of the area over all municipalities"),
    EMPLOYEE(unit, TL_INT32, "1", "permanent number of the unit within its municipality"),
    EMPLOYEE(team, TL_INT32, "1", "number of the team within its unit"),
    EMPLOYEE(days_employed, TL_INT32, "d", "days employed"),
    EMPLOYEE(age_years, TL_FLOAT, "yr", "age"),
    EMPLOYEE(post_share, TL_FLOAT, "1", "size of the post relative to full time; 0 for hourly staff"),
    EMPLOYEE(hourly, TL_UINT8, "1", "1 for hourly staff"),
    EMPLOYEE(nurse, TL_UINT8, "1", "1 for assistant nurses"),
    EMPLOYEE(sick, TL_UINT8, "1", "1 while on sick leave"),
    EMPLOYEE(trusted, TL_FLOAT, "1", "trust of the recipients who have met this person, mean"),
    EMPLOYEE(strain, TL_FLOAT, "1", "strain, standard deviations"),
    EMPLOYEE(motivation, TL_FLOAT, "1", "motivation"),
    EMPLOYEE(skill, TL_FLOAT, "1", "skill"),
    EMPLOYEE(permission, TL_FLOAT, "1", "perceived discretion"),
    EMPLOYEE(discretion, TL_FLOAT, "1", "usable discretion"),
    EMPLOYEE(pressure, TL_FLOAT, "1", "time pressure"),
    EMPLOYEE(drift, TL_FLOAT, "1", "signed distance from good practice"),
    EMPLOYEE(manager_trust, TL_FLOAT, "1", "trust in the manager"),
    EMPLOYEE(manager_distrust, TL_FLOAT, "1", "distrust of the manager"),
    EMPLOYEE(seen_trust, TL_FLOAT, "1", "the manager's trust"),
    EMPLOYEE(seen_distrust, TL_FLOAT, "1", "the manager's distrust"),
    EMPLOYEE(delivery, TL_FLOAT, "1", "delivered over intended time, smoothed over weeks"),
    EMPLOYEE(sick_days, TL_INT32, "d", "days of the sick spell so far; 0 when well"),
    EMPLOYEE(opportunist, TL_UINT8, "1", "1 for an opportunist"),
    EMPLOYEE(averse, TL_UINT8, "1", "1 for someone averse to control"),
};

const int tl_recipient_field_count = sizeof tl_recipient_fields / sizeof tl_recipient_fields[0];
const int tl_employee_field_count = sizeof tl_employee_fields / sizeof tl_employee_fields[0];

static int of_recipients(void)
{
    return tl_recipient_field_count - TL_SNAPSHOT_KEYS;
}

int tl_snapshot_variable_count(void)
{
    return of_recipients() + tl_employee_field_count - TL_SNAPSHOT_KEYS;
}

bool tl_snapshot_variable_of_recipients(int variable)
{
    return variable < of_recipients();
}

const tl_SnapshotField *tl_snapshot_variable_field(int variable)
{
    int own = variable - of_recipients();
    return own < 0 ? &tl_recipient_fields[TL_SNAPSHOT_KEYS + variable]
                   : &tl_employee_fields[TL_SNAPSHOT_KEYS + own];
}

void tl_snapshot_variable_name(int variable, char name[TL_SNAPSHOT_NAME_SIZE])
{
    snprintf(name, TL_SNAPSHOT_NAME_SIZE, "%s_%s",
             tl_snapshot_variable_of_recipients(variable) ? "recipient" : "employee",
             tl_snapshot_variable_field(variable)->name);
}

int tl_snapshot_variable_find(const char *name)
{
    for (int i = 0; i < tl_snapshot_variable_count(); i++) {
        char own[TL_SNAPSHOT_NAME_SIZE];
        tl_snapshot_variable_name(i, own);
        if (strcmp(own, name) == 0) {
            return i;
        }
    }
    return -1;
}
