#include "ui/runs/context_dialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QJsonDocument>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/records/field_value.h"
#include "ui/runs/context_diff.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

ContextDialog::ContextDialog(const Theme &theme, const QString &title, const QJsonObject &context, bool mayRetry, QWidget *parent)
    : QDialog(parent), m_before(context), m_after(context)
{
    setWindowTitle(title);
    setMinimumSize(theme.scaled(480), theme.scaled(420));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(10);
    layout->addWidget(makeWrappingLabel(tr("What the run knows, as JSON. A field that you take out is removed."), TextStyle::Body, Token::Text, this));
    m_text = new QPlainTextEdit(indented(context), this);
    m_text->setFont(theme.font(TextStyle::Mono));
    m_text->setAccessibleName(tr("What the run knows"));
    m_text->setTabChangesFocus(true);
    m_text->setLayoutDirection(Qt::LeftToRight);
    layout->addWidget(m_text, 1);
    m_problem = makeWrappingLabel({}, TextStyle::Small, Token::Danger, this);
    layout->addWidget(m_problem);
    layout->addWidget(makeLabel(tr("Why is it changed?"), TextStyle::Body, Token::Text, this));
    m_reason = new QLineEdit(this);
    m_reason->setAccessibleName(tr("Why is it changed?"));
    layout->addWidget(m_reason);
    m_retry = new QCheckBox(tr("Handle the failed input once more with it"), this);
    m_retry->setVisible(mayRetry);
    m_retry->setChecked(mayRetry);
    layout->addWidget(m_retry);
    auto *buttons = new QDialogButtonBox(this);
    m_save = buttons->addButton(tr("Change it"), QDialogButtonBox::AcceptRole);
    setButtonKind(m_save, ButtonKind::Primary);
    buttons->addButton(QDialogButtonBox::Cancel);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_text, &QPlainTextEdit::textChanged, this, &ContextDialog::check);
    connect(m_reason, &QLineEdit::textChanged, this, &ContextDialog::check);
    check();
}

void ContextDialog::check()
{
    QJsonParseError error;
    const QByteArray text = m_text->toPlainText().toUtf8();
    const QJsonDocument read = QJsonDocument::fromJson(text, &error);
    QString problem;
    if (error.error != QJsonParseError::NoError)
        //: %1 is the number of a line
        problem = tr("This is not JSON yet; look at line %1.").arg(QLocale().toString(int(text.left(error.offset).count('\n')) + 1));
    else if (!read.isObject())
        problem = tr("The data of a run is an object: names and values between braces.");
    else
        m_after = read.object();
    m_problem->setText(problem);
    m_save->setEnabled(problem.isEmpty() && m_after != m_before && !m_reason->text().trimmed().isEmpty());
}

ContextDialog::Edit ContextDialog::edit() const
{
    return {contextPatch(m_before, m_after), m_reason->text().trimmed(), m_retry->isVisibleTo(this) && m_retry->isChecked()};
}

} // namespace hs::ui
