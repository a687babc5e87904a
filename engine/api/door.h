#pragma once

#include <functional>
#include <memory>

#include "engine/api/commands.h"
#include "engine/api/queries.h"

namespace hs::api {

/// The one public door of the engine, for every face: window, HTTP, command line.
/// Thread-safe; every call returns at once. Roles are enforced behind it, not by
/// the faces: a caller whose role is not enough gets Errc::Forbidden.
///
/// Replies and change callbacks run on an engine thread and must only hand the
/// value over to the face's own thread (see `Engine` for Qt). A reply comes
/// exactly once, with Errc::Cancelled when the engine stops first.
class Door {
public:
    virtual ~Door() = default;

    virtual void query(Caller caller, Query query, std::function<void(Result<Answer>)> reply) = 0;
    virtual void submit(Caller caller, Command command, std::function<void(Result<Receipt>)> reply) = 0;

    /// Checks an API key and tells who it is. Errc::Unauthorized for an unknown or revoked one.
    virtual void authenticate(QString key, std::function<void(Result<Caller>)> reply) = 0;

    /// Tells of changes, coalesced to at most ten a second and topic, until the handle is dropped.
    [[nodiscard]] virtual std::shared_ptr<void> subscribe(std::function<void(const Change &)> listener) = 0;
};

} // namespace hs::api
