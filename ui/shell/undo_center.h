#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QDateTime>
#include <QObject>

#include "ui/shell/ticker.h"

namespace hs::ui {

/// What Ctrl+Z takes back: the latest decision, move or change that still can be.
/// An entry leaves by itself when its time is over.
class UndoCenter final : public QObject {
    Q_OBJECT
public:
    struct Entry {
        QString text;     ///< "Approved: Refund above the limit"
        QDateTime until;  ///< UTC; invalid: as long as the program runs
        std::function<void()> undo;
        QString key = {}; ///< of the object ("escalation/esc_…"): a newer entry replaces it; empty: none
        quint64 id = 0;   ///< given by `push`
    };

    explicit UndoCenter(Ticker &ticker, QObject *parent = nullptr);

    quint64 push(Entry entry);
    void remove(quint64 id);
    void removeKey(const QString &key); ///< the object can no longer be taken back
    [[nodiscard]] const Entry *top() const; ///< null: nothing to undo
    [[nodiscard]] const std::vector<Entry> &entries() const { return m_entries; }
    bool undoLast(); ///< false: there was nothing

Q_SIGNALS:
    void changed();

private:
    void dropOver(const QDateTime &now);

    Ticker &m_ticker;
    std::vector<Entry> m_entries; // newest last
    quint64 m_last = 0;
};

} // namespace hs::ui
