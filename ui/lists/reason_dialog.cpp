#include "ui/lists/reason_dialog.h"

#include <algorithm>

#include <QDialog>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace hs::ui {
namespace {

QDialog *makeDialog(QWidget *parent, const QString &title, const QString &question, const QString &confirm,
                    QLineEdit **field)
{
    auto *dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->setMinimumWidth(380);
    auto *layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(10);
    auto *text = new QLabel(question, dialog);
    text->setWordWrap(true);
    text->setTextFormat(Qt::PlainText);
    layout->addWidget(text);
    if (field) {
        *field = new QLineEdit(dialog);
        (*field)->setAccessibleName(question);
        text->setBuddy(*field);
        layout->addWidget(*field);
    }
    auto *buttons = new QDialogButtonBox(dialog);
    QPushButton *yes = buttons->addButton(confirm, QDialogButtonBox::AcceptRole);
    yes->setProperty("kind", QStringLiteral("primary"));
    yes->setDefault(true);
    buttons->addButton(QDialogButtonBox::Cancel);
    layout->addSpacing(4);
    layout->addWidget(buttons);
    QObject::connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    if (field) {
        yes->setEnabled(false);
        QObject::connect(*field, &QLineEdit::textChanged, yes,
                         [yes](const QString &words) { yes->setEnabled(!words.trimmed().isEmpty()); });
        (*field)->setFocus();
    }
    // A dialog does not grow with a text that wraps by itself.
    dialog->ensurePolished();
    text->ensurePolished();
    layout->activate();
    const int width = std::max(dialog->minimumWidth(), dialog->sizeHint().width());
    dialog->resize(width, std::max(layout->totalHeightForWidth(width), dialog->sizeHint().height()));
    return dialog;
}

} // namespace

void askReason(QWidget *parent, const QString &title, const QString &question, const QString &confirm,
               std::function<void(const QString &)> then)
{
    QLineEdit *field = nullptr;
    QDialog *dialog = makeDialog(parent, title, question, confirm, &field);
    QObject::connect(dialog, &QDialog::accepted, parent,
                     [field, then = std::move(then)] { then(field->text().trimmed()); });
    dialog->open();
}

void askLine(QWidget *parent, const QString &title, const QString &question, const QString &initial, int longest, const QString &confirm,
             std::function<void(const QString &)> then)
{
    QLineEdit *field = nullptr;
    QDialog *dialog = makeDialog(parent, title, question, confirm, &field);
    field->setMaxLength(longest);
    field->setText(initial);
    field->selectAll();
    QObject::connect(dialog, &QDialog::accepted, parent,
                     [field, then = std::move(then)] { then(field->text().trimmed()); });
    dialog->open();
}

void askFirst(QWidget *parent, const QString &title, const QString &question, const QString &confirm,
              std::function<void()> then)
{
    QDialog *dialog = makeDialog(parent, title, question, confirm, nullptr);
    QObject::connect(dialog, &QDialog::accepted, parent, [then = std::move(then)] { then(); });
    dialog->open();
}

} // namespace hs::ui
