#pragma once

#include <string>

#include "tests/bench/window/stories.h"
#include "tests/bench/window/timing.h"

namespace hs::bench {

struct StreamsOptions {
    std::string dataDir; ///< nothing else runs on it
    Model model;
    /// "door": all answers are asked for at the engine's door. That lets agents think about `Thinker::AtOnce` questions at a
    /// time; the others are second opinions on clients' requests, which stream into the same thread of the engine.
    /// "router": as many agents think, and all the answers come through a router of their own in one further thread.
    std::string way = "door";
    int streams = 200;
};

/// What the window does while answers of language models stream: the conversations dock stands open on one of them. Prints the
/// figures; says what went wrong on standard error and returns 1.
int streams(const StreamsOptions &options, TimedApplication &application);

} // namespace hs::bench
