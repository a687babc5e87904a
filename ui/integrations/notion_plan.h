#pragma once

#include <vector>

#include <QFrame>
#include <QJsonObject>

#include "engine/api/notion.h"
#include "ui/shell/view_context.h"

class QComboBox;
class QLabel;
class QVBoxLayout;

namespace hs::ui {

class Chip;

/// The rows of ConnectNotion's answer.
[[nodiscard]] api::NotionPlan planFrom(const QJsonObject &data);

/// What setting up would do with one database, and the choice that a person has.
class NotionPlanEntry final : public QFrame {
    Q_OBJECT
public:
    NotionPlanEntry(ViewContext &context, const api::NotionPlanRow &row, QWidget *parent);

    [[nodiscard]] const api::NotionPlanRow &row() const { return m_row; }
    /// False while a choice is open that a person has to make.
    [[nodiscard]] bool isDecided() const;
    /// What is asked of ConnectNotion::adopt for it: an id of Notion's, "" for a new one; nothing: the usual.
    [[nodiscard]] std::optional<QString> wish() const;
    [[nodiscard]] QComboBox *choice() const { return m_choice; } ///< null: there is none

Q_SIGNALS:
    void chosen();

private:
    api::NotionPlanRow m_row;
    QComboBox *m_choice = nullptr;
};

/// What setting up would do with all of them.
class NotionPlanView final : public QWidget {
    Q_OBJECT
public:
    explicit NotionPlanView(ViewContext &context, QWidget *parent = nullptr);

    void setPlan(const api::NotionPlan &plan);
    [[nodiscard]] bool isDecided() const;
    [[nodiscard]] QJsonObject adopt() const; ///< for ConnectNotion
    [[nodiscard]] const std::vector<NotionPlanEntry *> &entries() const { return m_entries; }

Q_SIGNALS:
    void chosen();

private:
    ViewContext &m_context;
    QLabel *m_summary;
    QVBoxLayout *m_column;
    std::vector<NotionPlanEntry *> m_entries;
};

} // namespace hs::ui
