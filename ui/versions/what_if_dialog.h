#pragma once

#include <QDialog>

#include "ui/shell/view_context.h"
#include "ui/versions/what_if_model.h"

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace hs::ui {

/// Runs a changed text of a definition over past workflows and lists which would have gone another way. Nothing is
/// written. It goes on page by page, so it can be stopped at any moment.
class WhatIfDialog final : public QDialog {
    Q_OBJECT
public:
    /// `title`: of the definition, for people. `text`: the changed one; empty: the current one, to be changed here.
    WhatIfDialog(ViewContext &context, QString definition, const QString &title, const QString &text, QWidget *parent);

private:
    void askText();
    void run();
    void stop();
    void askPage();
    void tell(const QString &sentence, bool trouble = false);
    void updateButtons();

    ViewContext &m_context;
    const QString m_definition;
    WhatIfModel *m_model;
    QPlainTextEdit *m_text;
    QLabel *m_summary;
    QPushButton *m_run;
    QPushButton *m_stop;
    QString m_next;
    bool m_running = false;
    quint64 m_runs = 0; ///< answers to a run that was stopped are dropped
    qint64 m_looked = 0, m_same = 0;
};

} // namespace hs::ui
