#pragma once

#include <functional>

#include "engine/store/tables/outbox.h"
#include "engine/vocabulary/result.h"

namespace hs::outbox {

/// Carries effects of one kind out of the machine. Lives in the engine thread.
class Sender {
public:
    virtual ~Sender() = default;
    /// `done` runs exactly once, later, in any thread. Unavailable, Timeout and RateLimited are tried again;
    /// every other error is final. The effect's key goes along, so that a repeat can be recognised outside.
    virtual void send(const store::outbox::Effect &effect, std::function<void(Result<void>)> done) = 0;
};

} // namespace hs::outbox
