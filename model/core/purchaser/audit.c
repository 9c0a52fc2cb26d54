#include "core/purchaser/audit.h"

#include "core/care/dialogue.h"
#include "core/numbers/binomial.h"
#include "core/numbers/num.h"
#include "core/numbers/rng.h"

double tl_audit_precision(const tl_World *w, int32_t provider)
{
    const tl_Constants *k = &w->config->constants;
    return tl_clamp(k->audit_precision + k->audit_aware_gain * tl_provider_awareness(w, provider), 0.0, 1.0);
}

static double share(int32_t part, int32_t whole)
{
    return whole > 0 ? (double)part / whole : 0.0;
}

tl_AuditFound tl_audit_look(const tl_World *w, int32_t provider, tl_AuditKind kind, int32_t n, uint64_t word)
{
    const tl_MonthTruth *truth = &w->provider_followed[provider].month.truth;
    double mistaken = w->config->constants.audit_false_share, precise = tl_audit_precision(w, provider);
    double wrong = share(truth->misregistered, truth->records), cut = share(truth->cut, truth->records);
    tl_AuditFound found = {.looked = n < truth->records ? n : truth->records};
    if (kind == TL_AUDIT_RECORDS) {
        wrong = mistaken;
        cut = share(truth->cut_visible, truth->records);
    } else {
        wrong = wrong * precise + (1.0 - wrong) * mistaken;
        cut *= precise;
    }
    found.misregistered = tl_binomial(found.looked, wrong, tl_upper(word));
    found.cut = tl_binomial(found.looked, cut, tl_lower(word));
    return found;
}
