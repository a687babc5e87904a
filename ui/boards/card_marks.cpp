#include "ui/boards/card_marks.h"

namespace hs::ui {

void CardMarks::toggle(const QString &id)
{
    if (!m_ids.remove(id))
        m_ids.insert(id);
    Q_EMIT changed();
}

void CardMarks::add(const QSet<QString> &ids)
{
    const qsizetype before = m_ids.size();
    m_ids.unite(ids);
    if (m_ids.size() != before)
        Q_EMIT changed();
}

void CardMarks::replace(const QSet<QString> &ids)
{
    if (m_ids == ids)
        return;
    m_ids = ids;
    Q_EMIT changed();
}

} // namespace hs::ui
