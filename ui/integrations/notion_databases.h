#pragma once

#include <vector>

#include <QFrame>

#include "engine/api/notion.h"
#include "ui/shell/view_context.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace hs::ui {

class Chip;

/// One database of the hub and the one in Notion that mirrors it.
class NotionDatabaseEntry final : public QFrame {
    Q_OBJECT
public:
    explicit NotionDatabaseEntry(ViewContext &context, QWidget *parent = nullptr);

    void setRow(const api::NotionDatabaseRow &row);
    [[nodiscard]] const api::NotionDatabaseRow &row() const { return m_row; }
    void tick();

Q_SIGNALS:
    void lookWanted(const QString &database);

private:
    ViewContext &m_context;
    api::NotionDatabaseRow m_row;
    QLabel *m_title;
    Chip *m_state;
    QLabel *m_remote;
    QLabel *m_facts;
    QLabel *m_extras;
    QLabel *m_error;
    QPushButton *m_open;
    QPushButton *m_look;
};

/// All databases of the hub, each beside its mirror.
class NotionDatabases final : public QWidget {
    Q_OBJECT
public:
    explicit NotionDatabases(ViewContext &context, QWidget *parent = nullptr);

    void setRows(const std::vector<api::NotionDatabaseRow> &rows);
    void tick();
    [[nodiscard]] const std::vector<NotionDatabaseEntry *> &entries() const { return m_entries; }

Q_SIGNALS:
    void lookWanted(const QString &database);

private:
    ViewContext &m_context;
    QVBoxLayout *m_column;
    std::vector<NotionDatabaseEntry *> m_entries;
};

} // namespace hs::ui
