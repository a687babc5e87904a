#include "ui/conversations/draft_dialog.h"

#include <algorithm>

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

struct DraftDialogWords {
    Q_DECLARE_TR_FUNCTIONS(hs::ui::DraftDialog)
};

constexpr int LongestRemark = 500;

} // namespace

void askForDraftRemark(ViewContext &context, QWidget *parent, const QString &agentName, bool modelReady, std::function<void(const QString &)> then)
{
    auto *dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("DraftDialog"));
    //: %1 is an agent's name
    dialog->setWindowTitle(DraftDialogWords::tr("Ask %1 for a draft").arg(agentName));
    auto *column = new QVBoxLayout(dialog);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(10);
    const QString how = modelReady
                            ? DraftDialogWords::tr("A language model writes it from this conversation and what the studio knows. Nothing is sent.")
                            : DraftDialogWords::tr("No language model is set up, so the draft is made by rules. Nothing is sent.");
    column->addWidget(makeWrappingLabel(how, TextStyle::Body, Token::Text2, dialog));
    auto *field = new QLineEdit(dialog);
    field->setMaxLength(LongestRemark);
    field->setPlaceholderText(DraftDialogWords::tr("For example: offer Thursday, and be brief"));
    auto *label = makeWrappingLabel(DraftDialogWords::tr("Anything it should heed? (optional)"), TextStyle::Strong, Token::Text, dialog);
    label->setBuddy(field);
    field->setAccessibleName(label->text());
    column->addWidget(label);
    column->addWidget(field);
    auto *buttons = new QDialogButtonBox(dialog);
    QPushButton *yes = buttons->addButton(DraftDialogWords::tr("Ask for the draft"), QDialogButtonBox::AcceptRole);
    setButtonKind(yes, ButtonKind::Primary);
    yes->setDefault(true);
    buttons->addButton(QDialogButtonBox::Cancel);
    column->addWidget(buttons);
    QObject::connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    QObject::connect(dialog, &QDialog::accepted, parent, [field, then = std::move(then)] { then(field->text().trimmed()); });
    dialog->setMinimumWidth(context.theme.scaled(420));
    // A dialog does not grow with a text that wraps by itself.
    dialog->ensurePolished();
    column->activate();
    dialog->resize(dialog->minimumWidth(), std::max(column->totalHeightForWidth(dialog->minimumWidth()), dialog->sizeHint().height()));
    field->setFocus();
    dialog->open();
}

} // namespace hs::ui
