#pragma once

#include <QObject>
#include <QString>

namespace hs::ui {

/// The conversation that is open on the desk, so that other docks can put words into what is being written there.
/// Told by whoever shows conversations; GUI thread.
class ReplyDesk final : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] QString thread() const { return m_thread; } ///< empty: no conversation with a client is open
    [[nodiscard]] QString title() const { return m_title; }   ///< with whom

    /// By the dock of conversations. An empty `thread`: none is open.
    void setOpen(const QString &thread, const QString &title);
    /// Puts words at the caret of the open conversation's reply. False: none is open.
    bool insert(const QString &text);

Q_SIGNALS:
    void changed();
    void insertAsked(const QString &thread, const QString &text);

private:
    QString m_thread;
    QString m_title;
};

} // namespace hs::ui
