#pragma once

#include "engine/store/sql.h"

/// What is forgotten once nobody can need it any more.
namespace hs::store::housekeeping {

struct Swept {
    std::int64_t removed = 0;
    std::string next; ///< where to go on; empty: this was the last slice
};
/// Event ids of instances that ended before `until` (rule D3). One slice looks at `most` instances behind `after`.
Swept forgetEventIds(Transaction &tx, std::string_view after, Timestamp until, int most);

} // namespace hs::store::housekeeping
