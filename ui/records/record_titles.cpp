#include "ui/records/record_titles.h"

namespace hs::ui {

RecordTitles::RecordTitles(api::Engine &engine, QObject *parent) : QObject(parent), m_engine(engine) {}

void RecordTitles::know(const QString &id, const QString &title)
{
    m_titles.insert(id, title.isEmpty() ? tr("Untitled") : title);
}

QString RecordTitles::title(const QString &database, const QString &id)
{
    if (const auto known = m_titles.constFind(id); known != m_titles.constEnd())
        return *known;
    if (!m_asked.contains(id)) {
        m_asked.insert(id);
        m_engine.ask(api::RecordDetailQuery{database, id}, this, [this, id](const Result<api::RecordRow> &record) {
            m_asked.remove(id);
            if (record)
                know(id, record->title);
            else if (record.error().code == Errc::NotFound)
                m_titles.insert(id, tr("A record that is gone"));
            else
                return; // asked again when it is shown again
            Q_EMIT changed();
        });
    }
    return m_titles.value(id, QStringLiteral("…"));
}

} // namespace hs::ui
