#pragma once

#include "engine/runtime/studio.h"
#include "engine/vocabulary/result.h"

/// Agent Communication, as far as it is a log: one record for each message of the bus (Kind Message). What the agents may
/// say to whom (Kind Pattern) ships with them, see hub_shipped.h.
namespace hs::runtime::mirror {

/// The record of one message, in the transaction that posted, delivered or answered it. What people added to it stays.
void message(Deed &deed, std::string_view id);

/// Records for messages from before they had any, from the oldest on; at most so many at once. True: there are more.
/// Where it has come to is kept with them, so it may be cut off anywhere.
Result<bool> earlierMessages(Deed &deed, int most);

} // namespace hs::runtime::mirror
