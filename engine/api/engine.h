#pragma once

#include <QObject>
#include <QPointer>

#include "engine/api/door.h"
#include "engine/vocabulary/mailbox.h"

namespace hs::api {

/// The door as a Qt face uses it. Lives in one thread (the GUI's), in which all
/// answers arrive, later, from its event loop. An answer whose receiver is gone
/// is dropped.
class Engine final : public QObject {
    Q_OBJECT
public:
    template <typename T>
    using Then = std::function<void(Result<T>)>;

    /// `door` outlives this object.
    explicit Engine(Door &door, QObject *parent = nullptr);
    ~Engine() override;

    /// Who uses this face. Every call is made in this name.
    void setCaller(Caller caller);
    [[nodiscard]] const Caller &caller() const { return m_caller; }

    template <typename Q>
    void ask(Q query, QObject *receiver, Then<typename Q::Answer> then)
    {
        askAny(std::move(query), receiver, [then = std::move(then)](Result<Answer> answer) {
            if (answer)
                then(std::get<typename Q::Answer>(std::move(*answer)));
            else
                then(tl::make_unexpected(std::move(answer).error()));
        });
    }
    void submit(Command command, QObject *receiver, Then<Receipt> then);

Q_SIGNALS:
    /// At most ten times a second and topic; several changes come as one.
    void changed(const hs::api::Change &change);
    void callerChanged(const hs::api::Caller &caller);

private:
    void askAny(Query query, QObject *receiver, Then<Answer> then);

    /// Shared with callbacks under way, which may outlive this object.
    struct Home;
    std::shared_ptr<Home> m_home;
    Door &m_door;
    Caller m_caller;
    std::shared_ptr<void> m_subscription;
};

} // namespace hs::api
