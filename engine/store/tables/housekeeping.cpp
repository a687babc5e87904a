#include "engine/store/tables/housekeeping.h"

namespace hs::store::housekeeping {

Swept forgetEventIds(Transaction &tx, std::string_view after, Timestamp until, int most)
{
    Swept swept;
    std::string at(after);
    for (int looked = 0; looked < most; ++looked) {
        const auto instance = tx.text("SELECT instance FROM instance_events WHERE instance > ? ORDER BY instance LIMIT 1", {at});
        if (!instance)
            return swept;
        at = *instance;
        swept.removed += tx.exec("DELETE FROM instance_events WHERE instance = ? AND NOT EXISTS"
                                 " (SELECT 1 FROM instances i WHERE i.id = ? AND (i.status < 3 OR i.updated_at >= ?))",
                                 {at, at, until});
    }
    swept.next = at;
    return swept;
}

} // namespace hs::store::housekeeping
