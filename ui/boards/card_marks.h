#pragma once

#include <QObject>
#include <QSet>
#include <QString>

namespace hs::ui {

/// The cards that are selected to be changed together, by their workflows' ids; of all
/// columns and lanes of a board. GUI thread.
class CardMarks final : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] bool contains(const QString &id) const { return m_ids.contains(id); }
    [[nodiscard]] const QSet<QString> &ids() const { return m_ids; }
    [[nodiscard]] int size() const { return int(m_ids.size()); }
    [[nodiscard]] bool isEmpty() const { return m_ids.isEmpty(); }
    void toggle(const QString &id);
    void add(const QSet<QString> &ids);
    void replace(const QSet<QString> &ids);
    void clear() { replace({}); }

Q_SIGNALS:
    void changed();

private:
    QSet<QString> m_ids;
};

} // namespace hs::ui
