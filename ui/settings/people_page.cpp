#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QFormLayout>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>

#include "ui/first_run/person_form.h"
#include "ui/settings/pages.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_error_text.h"
#include "ui/text/person_text.h"
#include "ui/widgets/avatar.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

void emptyGrid(QGridLayout *grid)
{
    while (QLayoutItem *item = grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

QComboBox *roleBox(QWidget *parent)
{
    auto *box = new QComboBox(parent);
    for (const api::Role role : {api::Role::Viewer, api::Role::Operator, api::Role::Reviewer, api::Role::Admin})
        box->addItem(roleName(role), int(role));
    return box;
}

} // namespace

PeoplePage::PeoplePage(ViewContext &context, SettingsStore &store, QWidget *parent)
    : SettingsPage(context, store, QStringLiteral("people"), tr("Who works at this console, and what each may do. Every decision carries the person's name."), parent)
{
    setKeywords(tr("operator role pin api key"));
    m_peopleBox = new QWidget(body());
    m_people = new QGridLayout(m_peopleBox);
    m_people->setContentsMargins(0, 12, 0, 4);
    m_people->setHorizontalSpacing(12);
    m_people->setColumnStretch(1, 1);
    addBlock(m_peopleBox);
    QPushButton *add = makeButton(tr("Add a person…"), ButtonKind::Normal, context.theme, body(), QStringLiteral("user-plus"));
    connect(add, &QPushButton::clicked, this, &PeoplePage::addPerson);
    addBlock(add);
    addHeading(tr("API keys"));
    m_keysNote = makeWrappingLabel(tr("For programs that use the HTTP interface. A key is shown once, when it is made."), TextStyle::Small,
                                   Token::Text2, body());
    addBlock(m_keysNote);
    m_keysBox = new QWidget(body());
    m_keys = new QGridLayout(m_keysBox);
    m_keys->setContentsMargins(0, 4, 0, 4);
    m_keys->setHorizontalSpacing(12);
    m_keys->setColumnStretch(0, 1);
    addBlock(m_keysBox);
    QPushButton *key = makeButton(tr("Make an API key…"), ButtonKind::Normal, context.theme, body(), QStringLiteral("key-round"));
    connect(key, &QPushButton::clicked, this, &PeoplePage::addKey);
    addBlock(key);
    connect(&context.engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (isVisible() && (change.topic == api::Topic::Operators || change.topic == api::Topic::Settings))
            shown();
    });
}

void PeoplePage::shown()
{
    askPeople();
    askKeys();
}

void PeoplePage::askPeople()
{
    context().engine.ask(api::OperatorQuery{}, this, [this](Result<std::vector<api::OperatorRow>> answer) {
        emptyGrid(m_people);
        if (!answer) {
            m_people->addWidget(makeWrappingLabel(errorSentence(answer.error()), TextStyle::Body, Token::Danger, m_peopleBox), 0, 0, 1, 4);
            return;
        }
        int row = 0;
        for (const api::OperatorRow &person : *answer) {
            const bool self = person.id == context().engine.caller().id;
            auto *avatar = new AvatarLabel(context().theme, 28, m_peopleBox);
            avatar->setPerson(person.name, person.initials, self);
            m_people->addWidget(avatar, row, 0);
            m_people->addWidget(makeLabel(self ? tr("%1 (you)").arg(person.name) : person.name, TextStyle::Strong, Token::Text, m_peopleBox), row, 1);
            auto *role = new Chip(context().theme, roleName(person.role), Tone::Neutral, QStringLiteral("shield"), m_peopleBox);
            role->setToolTip(roleSentence(person.role));
            m_people->addWidget(role, row, 2);
            m_people->addWidget(makeLabel(person.hasPin ? tr("with PIN") : tr("without PIN"), TextStyle::Small, Token::Text2, m_peopleBox), row, 3);
            m_people->addWidget(makeLabel(person.present ? tr("at the desk") : tr("away"), TextStyle::Small,
                                          person.present ? Token::Ok : Token::Text2, m_peopleBox), row, 4);
            ++row;
        }
    });
}

void PeoplePage::askKeys()
{
    context().engine.ask(api::ApiKeyQuery{}, this, [this](Result<std::vector<api::ApiKeyRow>> answer) {
        emptyGrid(m_keys);
        if (!answer) {
            m_keys->addWidget(makeWrappingLabel(errorSentence(answer.error()) + QLatin1Char(' ') + errorMend(answer.error()), TextStyle::Small,
                                                Token::Text2, m_keysBox), 0, 0);
            return;
        }
        int row = 0;
        for (const api::ApiKeyRow &key : *answer) {
            m_keys->addWidget(makeLabel(key.name, TextStyle::Strong, key.revoked ? Token::Text3 : Token::Text, m_keysBox), row, 0);
            m_keys->addWidget(makeLabel(roleName(key.role), TextStyle::Small, Token::Text2, m_keysBox), row, 1);
            const QString used = key.lastUsed.isValid() ? tr("last used %1").arg(momentText(key.lastUsed, context().ticker.now())) : tr("never used");
            m_keys->addWidget(makeLabel(key.revoked ? tr("revoked") : used, TextStyle::Small, Token::Text2, m_keysBox), row, 2);
            if (!key.revoked) {
                QPushButton *revoke = makeButton(tr("Revoke"), ButtonKind::Danger, context().theme, m_keysBox);
                //: %1 is the name of an API key
                revoke->setAccessibleName(tr("Revoke %1").arg(key.name));
                connect(revoke, &QPushButton::clicked, this, [this, name = key.name] {
                    context().engine.submit(api::RevokeApiKey{name}, this, [this](Result<api::Receipt> receipt) {
                        if (!receipt)
                            context().toasts.show(Toast{errorSentence(receipt.error()), Tone::Danger, {}, {}, errorDetails(receipt.error())});
                        askKeys();
                    });
                });
                m_keys->addWidget(revoke, row, 3);
            }
            ++row;
        }
    });
}

void PeoplePage::addPerson()
{
    auto *dialog = new QDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Add a person"));
    auto *column = new QVBoxLayout(dialog);
    auto *form = new PersonForm(context().theme, true, dialog);
    column->addWidget(form);
    QLabel *problem = makeWrappingLabel({}, TextStyle::Small, Token::Danger, dialog);
    problem->hide();
    column->addWidget(problem);
    QPushButton *add = makeButton(tr("Add"), ButtonKind::Primary, context().theme, dialog);
    add->setDefault(true);
    column->addWidget(add, 0, Qt::AlignRight);
    connect(add, &QPushButton::clicked, dialog, [this, dialog, form, problem] {
        if (const QString why = form->problem(); !why.isEmpty()) {
            problem->setText(why);
            problem->show();
            return;
        }
        context().engine.submit(form->command(), dialog, [this, dialog, problem](Result<api::Receipt> receipt) {
            if (receipt) {
                dialog->accept();
                askPeople();
                return;
            }
            problem->setText(errorSentence(receipt.error()) + QLatin1Char(' ') + errorMend(receipt.error()));
            problem->show();
        });
    });
    dialog->open();
}

void PeoplePage::addKey()
{
    auto *dialog = new QDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Make an API key"));
    auto *column = new QVBoxLayout(dialog);
    auto *form = new QFormLayout;
    auto *name = new QLineEdit(dialog);
    name->setAccessibleName(tr("Name of the key"));
    form->addRow(tr("Name of the key"), name);
    QComboBox *role = roleBox(dialog);
    role->setAccessibleName(tr("Role"));
    form->addRow(tr("Role"), role);
    column->addLayout(form);
    auto *shown = new QLineEdit(dialog);
    shown->setReadOnly(true);
    shown->setAccessibleName(tr("The new key"));
    shown->hide();
    column->addWidget(shown);
    QLabel *note = makeWrappingLabel(tr("The key is shown once. Keep it where the program that uses it can read it."), TextStyle::Small,
                                     Token::Text2, dialog);
    column->addWidget(note);
    QPushButton *make = makeButton(tr("Make the key"), ButtonKind::Primary, context().theme, dialog);
    make->setDefault(true);
    column->addWidget(make, 0, Qt::AlignRight);
    connect(make, &QPushButton::clicked, dialog, [=, this] {
        if (!shown->isHidden()) {
            QApplication::clipboard()->setText(shown->text());
            dialog->accept();
            return;
        }
        if (name->text().trimmed().isEmpty()) {
            note->setText(tr("Give the key a name, so that you know later which program uses it."));
            return;
        }
        context().engine.submit(api::CreateApiKey{name->text().trimmed(), api::Role(role->currentData().toInt())}, dialog,
                                [=, this](Result<api::Receipt> receipt) {
                                    if (!receipt) {
                                        note->setText(errorSentence(receipt.error()) + QLatin1Char(' ') + errorMend(receipt.error()));
                                        return;
                                    }
                                    shown->setText(receipt->data.value(QLatin1String("key")).toString());
                                    shown->show();
                                    shown->selectAll();
                                    name->setEnabled(false);
                                    role->setEnabled(false);
                                    make->setText(tr("Copy and close"));
                                    askKeys();
                                });
    });
    dialog->resize(context().theme.scaled(440), dialog->sizeHint().height());
    dialog->open();
}

} // namespace hs::ui
