#pragma once

#include <vector>

#include <QFrame>
#include <QJsonObject>

#include "engine/api/notion.h"
#include "ui/shell/view_context.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace hs::ui {

class Chip;

/// The rows of ConnectNotion's answer.
[[nodiscard]] api::NotionPlan planFrom(const QJsonObject &data);

/// What is wrong with an address or an id that a person typed for a database in Notion, a sentence; empty: it can be looked for.
[[nodiscard]] QString placeProblem(const QString &typed);

/// What setting up would do with one database, and the choice that a person has.
class NotionPlanEntry final : public QFrame {
    Q_OBJECT
public:
    NotionPlanEntry(ViewContext &context, const api::NotionPlanRow &row, QWidget *parent);

    [[nodiscard]] const api::NotionPlanRow &row() const { return m_row; }
    /// False while a choice is open that a person has to make.
    [[nodiscard]] bool isDecided() const;
    /// What is asked of ConnectNotion::adopt for it: an id or an address in Notion, "" for a new one; nothing: the usual.
    [[nodiscard]] std::optional<QString> wish() const;
    [[nodiscard]] QComboBox *choice() const { return m_choice; } ///< null: there is none
    /// Another database is wanted, of any title, that is typed into `place()`.
    [[nodiscard]] bool namesPlace() const;
    [[nodiscard]] QLineEdit *place() const { return m_place; } ///< null: there is none

Q_SIGNALS:
    void chosen();

private:
    void makeChoice();
    void makePlace();
    void showPlace();

    api::NotionPlanRow m_row;
    QComboBox *m_choice = nullptr;
    QWidget *m_placeBox = nullptr;
    QLineEdit *m_place = nullptr;
    QLabel *m_placeProblem = nullptr;
};

/// What setting up would do with all of them.
class NotionPlanView final : public QWidget {
    Q_OBJECT
public:
    explicit NotionPlanView(ViewContext &context, QWidget *parent = nullptr);

    void setPlan(const api::NotionPlan &plan);
    /// Some databases are named by an address or an id, and nobody has looked yet what is there.
    [[nodiscard]] bool namesPlaces() const;
    /// The answer to `adopt()`: what it says of those that were named takes their place, all others stay as they were chosen.
    void takeNamed(const api::NotionPlan &plan);
    [[nodiscard]] bool isDecided() const;
    [[nodiscard]] QJsonObject adopt() const; ///< for ConnectNotion
    [[nodiscard]] const std::vector<NotionPlanEntry *> &entries() const { return m_entries; }

Q_SIGNALS:
    void chosen();

private:
    NotionPlanEntry *makeEntry(const api::NotionPlanRow &row, int index);
    void showSummary();

    ViewContext &m_context;
    QString m_workspace;
    QLabel *m_summary;
    QVBoxLayout *m_column;
    std::vector<NotionPlanEntry *> m_entries;
};

} // namespace hs::ui
