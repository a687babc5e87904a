#include "ui/first_run/sign_in.h"

#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/text/engine_error_text.h"
#include "ui/text/person_text.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

api::Role roleOf(const QString &name)
{
    if (name == QLatin1String("admin"))
        return api::Role::Admin;
    if (name == QLatin1String("reviewer"))
        return api::Role::Reviewer;
    return name == QLatin1String("operator") ? api::Role::Operator : api::Role::Viewer;
}

} // namespace

void signIn(ViewContext &context, const QString &operatorId, const QString &pin, QObject *receiver,
            std::function<void(Result<api::Caller>, QString)> then)
{
    context.engine.submit(api::SignIn{operatorId, pin}, receiver, [operatorId, then = std::move(then)](Result<api::Receipt> receipt) {
        if (!receipt) {
            then(tl::make_unexpected(receipt.error()), {});
            return;
        }
        api::Caller caller;
        caller.id = operatorId;
        caller.name = receipt->data.value(QLatin1String("name")).toString();
        const QJsonValue role = receipt->data.value(QLatin1String("role"));
        caller.role = role.isDouble() ? api::Role(role.toInt()) : roleOf(role.toString());
        caller.via = api::Caller::Via::Console;
        const QString initials = receipt->data.value(QLatin1String("initials")).toString();
        then(caller, initials.isEmpty() ? initialsOf(caller.name) : initials);
    });
}

SignInDialog::SignInDialog(ViewContext &context, const std::vector<api::OperatorRow> &people, const QString &last, QWidget *parent)
    : QDialog(parent), m_context(context), m_people(people)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Who is at the desk?"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 18);
    column->setSpacing(10);
    column->addWidget(makeLabel(tr("Who is at the desk?"), TextStyle::Headline, Token::Text, this));
    column->addWidget(makeWrappingLabel(tr("Decisions carry this person's name."), TextStyle::Body, Token::Text2, this));
    m_list = new QListWidget(this);
    m_list->setAccessibleName(tr("People"));
    m_list->setIconSize(QSize(18, 18));
    int current = 0;
    for (const api::OperatorRow &person : m_people) {
        //: %1 name, %2 role
        auto *item = new QListWidgetItem(context.theme.icon(QStringLiteral("circle-user")),
                                         tr("%1 · %2").arg(person.name, roleName(person.role)), m_list);
        item->setSizeHint(QSize(0, context.theme.scaled(20) + 14));
        if (person.id == last)
            current = m_list->count() - 1;
    }
    column->addWidget(m_list, 1);
    m_pinLabel = makeLabel(tr("PIN"), TextStyle::Strong, Token::Text, this);
    column->addWidget(m_pinLabel);
    m_pin = new QLineEdit(this);
    m_pin->setEchoMode(QLineEdit::Password);
    m_pin->setAccessibleName(tr("PIN"));
    column->addWidget(m_pin);
    m_problem = makeWrappingLabel({}, TextStyle::Small, Token::Danger, this);
    m_problem->hide();
    column->addWidget(m_problem);
    m_go = makeButton(tr("Sign in"), ButtonKind::Primary, context.theme, this);
    m_go->setDefault(true);
    column->addWidget(m_go, 0, Qt::AlignRight);
    connect(m_list, &QListWidget::currentRowChanged, this, &SignInDialog::choose);
    connect(m_list, &QListWidget::itemActivated, this, &SignInDialog::submit);
    connect(m_go, &QPushButton::clicked, this, &SignInDialog::submit);
    m_list->setCurrentRow(current);
    resize(context.theme.scaled(380), context.theme.scaled(420));
}

void SignInDialog::choose()
{
    const int row = m_list->currentRow();
    const bool pin = row >= 0 && m_people[std::size_t(row)].hasPin;
    m_pinLabel->setVisible(pin);
    m_pin->setVisible(pin);
    m_pin->clear();
    m_problem->hide();
}

void SignInDialog::submit()
{
    const int row = m_list->currentRow();
    if (row < 0)
        return;
    const api::OperatorRow person = m_people[std::size_t(row)];
    if (person.hasPin && m_pin->text().isEmpty()) {
        m_pin->setFocus();
        return;
    }
    m_go->setEnabled(false);
    signIn(m_context, person.id, m_pin->text(), this, [this, person](Result<api::Caller> caller, const QString &initials) {
        m_go->setEnabled(true);
        if (caller) {
            Q_EMIT signedIn(*caller, initials);
            accept();
            return;
        }
        m_problem->setText(caller.error().code == Errc::Unauthorized ? tr("The PIN is wrong.") : errorSentence(caller.error()));
        m_problem->setAccessibleName(m_problem->text());
        m_problem->show();
        m_pin->clear();
        m_pin->setFocus();
    });
    m_pin->clear();
}

} // namespace hs::ui
