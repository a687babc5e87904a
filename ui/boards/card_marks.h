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
    void toggle(const QString &id)
    {
        if (!m_ids.remove(id))
            m_ids.insert(id);
        Q_EMIT changed();
    }
    void add(const QSet<QString> &ids)
    {
        const qsizetype before = m_ids.size();
        m_ids.unite(ids);
        if (m_ids.size() != before)
            Q_EMIT changed();
    }
    void replace(const QSet<QString> &ids)
    {
        if (m_ids == ids)
            return;
        m_ids = ids;
        Q_EMIT changed();
    }
    void clear() { replace({}); }

Q_SIGNALS:
    void changed();

private:
    QSet<QString> m_ids;
};

} // namespace hs::ui
