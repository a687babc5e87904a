#pragma once

#include <QDialog>

#include "engine/api/notion.h"
#include "ui/shell/view_context.h"

class QFrame;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace hs::ui {

class NotionPlanView;
class NotionProgress;

/// Connects the hub with Notion: token and page, then what would happen, then it happens. Nothing is made or changed in
/// Notion before the last step. The token is written and never shown again.
class NotionSetup final : public QDialog {
    Q_OBJECT
public:
    NotionSetup(ViewContext &context, const api::NotionStatus &status, QWidget *parent);

    enum class Step { Access, Plan, Done };
    [[nodiscard]] Step step() const;
    [[nodiscard]] NotionPlanView &plan() const { return *m_plan; }
    void setStatus(const api::NotionStatus &status); ///< as it is by now

private:
    QWidget *makeAccess();
    QWidget *makePlan();
    QWidget *makeDone();
    void saveToken();
    void askPlan();
    void askNamed();
    void connectNow();
    void failed(const Error &error);
    void goTo(Step step);
    void setBusy(bool busy, const QString &words = {});
    void updateButtons();

    ViewContext &m_context;
    bool m_tokenSet;
    bool m_busy = false;
    QStackedWidget *m_steps;
    QLabel *m_heading;
    QLineEdit *m_token = nullptr;
    QLabel *m_tokenProblem = nullptr;
    QLineEdit *m_page = nullptr;
    QLabel *m_pageProblem = nullptr;
    NotionPlanView *m_plan = nullptr;
    QFrame *m_problem;
    QLabel *m_problemText;
    QLabel *m_working;
    NotionProgress *m_progress;
    QPushButton *m_back;
    QPushButton *m_next;
    QPushButton *m_close;
};

} // namespace hs::ui
