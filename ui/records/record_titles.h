#pragma once

#include <QHash>
#include <QObject>
#include <QSet>

#include "engine/api/engine.h"

namespace hs::ui {

/// Titles of records that others lead to, asked one by one when they are first shown, and kept. GUI thread.
class RecordTitles final : public QObject {
    Q_OBJECT
public:
    explicit RecordTitles(api::Engine &engine, QObject *parent = nullptr);

    /// The title, or "…" until the engine has told it. `database` may be empty.
    [[nodiscard]] QString title(const QString &database, const QString &id);
    /// For one that is known already, from a list.
    void know(const QString &id, const QString &title);

Q_SIGNALS:
    void changed();

private:
    api::Engine &m_engine;
    QHash<QString, QString> m_titles;
    QSet<QString> m_asked;
};

} // namespace hs::ui
