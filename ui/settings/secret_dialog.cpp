#include <QCheckBox>
#include <QCoreApplication>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/settings/receiver_page.h"
#include "ui/text/engine_error_text.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {
struct SecretDialogWords {
    Q_DECLARE_TR_FUNCTIONS(hs::ui::SecretDialog)
};
} // namespace

void askForSecret(ViewContext &context, const QString &name, const QString &title, bool hasOne, QWidget *parent,
                  std::function<void()> done)
{
    auto *dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(SecretDialogWords::tr("Set a secret"));
    auto *column = new QVBoxLayout(dialog);
    column->addWidget(makeWrappingLabel(title, TextStyle::Strong, Token::Text, dialog));
    column->addWidget(makeWrappingLabel(SecretDialogWords::tr("It is kept in the secret store and never shown again."), TextStyle::Small, Token::Text2, dialog));
    auto *edit = new QLineEdit(dialog);
    edit->setEchoMode(QLineEdit::Password);
    edit->setAccessibleName(SecretDialogWords::tr("Secret"));
    column->addWidget(edit);
    auto *keep = new QCheckBox(SecretDialogWords::tr("The old one stays valid too, until I remove it"), dialog);
    keep->setChecked(hasOne);
    keep->setVisible(hasOne);
    column->addWidget(keep);
    QLabel *problem = makeWrappingLabel({}, TextStyle::Small, Token::Danger, dialog);
    problem->hide();
    column->addWidget(problem);
    QPushButton *set = makeButton(SecretDialogWords::tr("Keep it"), ButtonKind::Primary, context.theme, dialog);
    set->setDefault(true);
    column->addWidget(set, 0, Qt::AlignRight);
    QObject::connect(set, &QPushButton::clicked, dialog, [&context, name, dialog, edit, keep, problem, done = std::move(done)] {
        if (edit->text().isEmpty()) {
            problem->setText(SecretDialogWords::tr("Paste or type the secret first."));
            problem->show();
            return;
        }
        context.engine.submit(api::SetSecret{name, edit->text(), keep->isVisibleTo(dialog) && keep->isChecked()}, dialog,
                              [dialog, problem, done](Result<api::Receipt> receipt) {
                                  if (receipt) {
                                      dialog->accept();
                                      done();
                                      return;
                                  }
                                  problem->setText(errorSentence(receipt.error()) + QLatin1Char(' ') + errorMend(receipt.error()));
                                  problem->show();
                              });
        edit->clear();
    });
    dialog->resize(context.theme.scaled(420), dialog->sizeHint().height());
    dialog->open();
}

} // namespace hs::ui
