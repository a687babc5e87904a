#include "ui/first_run/person_form.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>

#include "ui/text/person_text.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {
constexpr int LeastPin = 4;
}

PersonForm::PersonForm(const Theme &theme, bool withRole, QWidget *parent)
    : QWidget(parent), m_name(new QLineEdit(this)), m_initials(new QLineEdit(this)), m_pin(new QLineEdit(this)), m_again(new QLineEdit(this))
{
    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->setVerticalSpacing(6);
    m_name->setAccessibleName(tr("Name"));
    m_name->setMaxLength(80);
    form->addRow(tr("Name"), m_name);
    m_initials->setAccessibleName(tr("Initials"));
    m_initials->setMaxLength(3);
    m_initials->setMaximumWidth(theme.scaled(90));
    form->addRow(tr("Initials"), m_initials);
    for (QLineEdit *edit : {m_pin, m_again}) {
        edit->setEchoMode(QLineEdit::Password);
        edit->setMaximumWidth(theme.scaled(180));
        edit->setMaxLength(32);
    }
    m_pin->setAccessibleName(tr("PIN, optional"));
    m_again->setAccessibleName(tr("PIN again"));
    form->addRow(tr("PIN, optional"), m_pin);
    form->addRow(tr("PIN again"), m_again);
    QLabel *why = makeWrappingLabel(tr("A PIN keeps others from deciding in your name at this desk. At least four characters."), TextStyle::Small,
                                    Token::Text2, this);
    form->addRow(why);
    if (withRole) {
        m_role = new QComboBox(this);
        m_role->setAccessibleName(tr("Role"));
        for (const api::Role role : {api::Role::Viewer, api::Role::Operator, api::Role::Reviewer, api::Role::Admin})
            m_role->addItem(roleName(role), int(role));
        m_role->setCurrentIndex(2);
        form->addRow(tr("Role"), m_role);
        QLabel *sentence = makeWrappingLabel({}, TextStyle::Small, Token::Text2, this);
        const auto tell = [this, sentence] { sentence->setText(roleSentence(api::Role(m_role->currentData().toInt()))); };
        connect(m_role, &QComboBox::currentIndexChanged, sentence, tell);
        tell();
        form->addRow(sentence);
    }
    connect(m_name, &QLineEdit::textEdited, this, [this](const QString &name) {
        if (!m_initials->isModified())
            m_initials->setText(initialsOf(name));
    });
}

api::AddOperator PersonForm::command() const
{
    const api::Role role = m_role ? api::Role(m_role->currentData().toInt()) : api::Role::Admin;
    return {m_name->text().trimmed(), m_initials->text().trimmed(), role, m_pin->text()};
}

QString PersonForm::problem() const
{
    if (m_name->text().trimmed().isEmpty())
        return tr("Please give a name.");
    if (m_initials->text().trimmed().isEmpty())
        return tr("Please give one to three letters as initials.");
    if (!m_pin->text().isEmpty() && m_pin->text().size() < LeastPin)
        return tr("The PIN is too short: it needs at least four characters.");
    if (m_pin->text() != m_again->text())
        return tr("The two PINs are not the same.");
    return {};
}

} // namespace hs::ui
