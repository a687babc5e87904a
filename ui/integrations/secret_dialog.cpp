#include "ui/integrations/secret_dialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/widgets/labels.h"

namespace hs::ui {

SecretDialog::SecretDialog(const QString &title, bool hasSecret, QWidget *parent)
    : QDialog(parent), m_value(new QLineEdit(this)), m_keep(new QCheckBox(this))
{
    //: %1 is an integration.
    const QString heading = hasSecret ? tr("Change the secret of %1").arg(title) : tr("Set the secret of %1").arg(title);
    setWindowTitle(heading);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(10);
    column->addWidget(makeWrappingLabel(heading, TextStyle::Title, Token::Text, this));
    column->addWidget(makeWrappingLabel(tr("Paste what the service shows. It is stored safely and never shown again."),
                                        TextStyle::Body, Token::Text2, this));
    m_value->setEchoMode(QLineEdit::Password);
    m_value->setAccessibleName(tr("Secret"));
    m_value->setPlaceholderText(tr("Secret"));
    m_value->setMinimumWidth(fontMetrics().averageCharWidth() * 48);
    column->addWidget(m_value);
    m_keep->setText(tr("The old secret stays valid too, until it is removed"));
    m_keep->setVisible(hasSecret);
    m_keep->setChecked(hasSecret);
    column->addWidget(m_keep);
    column->addStretch(1);
    auto *buttons = new QDialogButtonBox(this);
    m_save = buttons->addButton(tr("Save secret"), QDialogButtonBox::AcceptRole);
    m_save->setProperty("kind", QStringLiteral("primary"));
    m_save->setDefault(true);
    m_save->setEnabled(false);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    column->addWidget(buttons);
    connect(m_value, &QLineEdit::textChanged, this, [this] { m_save->setEnabled(!value().isEmpty()); });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_value->setFocus();
}

QString SecretDialog::value() const
{
    return m_value->text().trimmed();
}

bool SecretDialog::keepOld() const
{
    return !m_keep->isHidden() && m_keep->isChecked();
}

} // namespace hs::ui
