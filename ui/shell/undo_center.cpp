#include "ui/shell/undo_center.h"

#include <algorithm>

namespace hs::ui {

namespace {
constexpr std::size_t MaxEntries = 50;
}

UndoCenter::UndoCenter(Ticker &ticker, QObject *parent) : QObject(parent), m_ticker(ticker)
{
    connect(&m_ticker, &Ticker::ticked, this, &UndoCenter::dropOver);
}

quint64 UndoCenter::push(Entry entry)
{
    if (!entry.key.isEmpty())
        std::erase_if(m_entries, [&](const Entry &e) { return e.key == entry.key; });
    entry.id = ++m_last;
    m_entries.push_back(std::move(entry));
    if (m_entries.size() > MaxEntries)
        m_entries.erase(m_entries.begin());
    Q_EMIT changed();
    return m_last;
}

void UndoCenter::remove(quint64 id)
{
    if (std::erase_if(m_entries, [id](const Entry &e) { return e.id == id; }) > 0)
        Q_EMIT changed();
}

void UndoCenter::removeKey(const QString &key)
{
    if (std::erase_if(m_entries, [&](const Entry &e) { return e.key == key; }) > 0)
        Q_EMIT changed();
}

const UndoCenter::Entry *UndoCenter::top() const
{
    return m_entries.empty() ? nullptr : &m_entries.back();
}

bool UndoCenter::undoLast()
{
    dropOver(m_ticker.now());
    if (m_entries.empty())
        return false;
    const Entry entry = std::move(m_entries.back());
    m_entries.pop_back();
    Q_EMIT changed();
    entry.undo();
    return true;
}

void UndoCenter::dropOver(const QDateTime &now)
{
    if (std::erase_if(m_entries, [&](const Entry &e) { return e.until.isValid() && e.until <= now; }) > 0)
        Q_EMIT changed();
}

} // namespace hs::ui
