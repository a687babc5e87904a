#pragma once

#include <functional>

#include <QDialog>

#include "ui/shell/view_context.h"

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace hs::ui {

/// Who sits at the desk: a list of operators, and the PIN of one that has one.
class SignInDialog final : public QDialog {
    Q_OBJECT
public:
    SignInDialog(ViewContext &context, const std::vector<api::OperatorRow> &people, const QString &last, QWidget *parent);

Q_SIGNALS:
    void signedIn(const hs::api::Caller &caller, const QString &initials);

private:
    void choose();
    void submit();

    ViewContext &m_context;
    std::vector<api::OperatorRow> m_people;
    QListWidget *m_list;
    QLabel *m_pinLabel;
    QLineEdit *m_pin;
    QLabel *m_problem;
    QPushButton *m_go;
};

/// Asks the engine to sign a person in; `then` gets who it is, or why not.
void signIn(ViewContext &context, const QString &operatorId, const QString &pin, QObject *receiver,
            std::function<void(Result<api::Caller>, QString initials)> then);

} // namespace hs::ui
