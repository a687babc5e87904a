#include "ui/first_run/first_run_dialog.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/first_run/person_form.h"
#include "ui/first_run/sign_in.h"
#include "ui/settings/setting_field.h"
#include "ui/text/engine_error_text.h"
#include "ui/widgets/app_mark.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {
enum Step { Person, Studio, Start, Agents, Connections, StepCount };
}

FirstRunDialog::FirstRunDialog(ViewContext &context, SettingsStore &store, Appearance &appearance, bool demo, QWidget *parent)
    : QDialog(parent), m_context(context), m_store(store), m_appearance(appearance), m_demo(demo)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(QStringLiteral("FirstRun"));
    setWindowTitle(tr("Welcome"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(32, 26, 32, 20);
    column->setSpacing(12);
    auto *mark = new QLabel(this);
    mark->setPixmap(appMark(40, devicePixelRatioF()));
    column->addWidget(mark);
    m_steps = new QStackedWidget(this);
    m_steps->addWidget(makePerson());
    m_steps->addWidget(makeStudio());
    m_steps->addWidget(makeStart());
    m_steps->addWidget(makeAgents());
    m_steps->addWidget(makeConnections());
    column->addWidget(m_steps, 1);
    m_problem = makeWrappingLabel({}, TextStyle::Small, Token::Danger, this);
    m_problem->hide();
    column->addWidget(m_problem);
    auto *row = new QHBoxLayout;
    m_progress = makeLabel({}, TextStyle::Small, Token::Text3, this);
    row->addWidget(m_progress);
    row->addStretch(1);
    m_back = makeButton(tr("Back"), ButtonKind::Quiet, context.theme, this);
    m_skip = makeButton(tr("Skip"), ButtonKind::Quiet, context.theme, this);
    m_next = makeButton(tr("Continue"), ButtonKind::Primary, context.theme, this);
    m_next->setDefault(true);
    row->addWidget(m_back);
    row->addWidget(m_skip);
    row->addWidget(m_next);
    column->addLayout(row);
    connect(m_back, &QPushButton::clicked, this, [this] { go(m_steps->currentIndex() - 1); });
    connect(m_skip, &QPushButton::clicked, this, [this] { go(m_steps->currentIndex() + 1); });
    connect(m_next, &QPushButton::clicked, this, &FirstRunDialog::next);
    connect(&m_context.engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (m_watching && (change.topic == api::Topic::Events || change.topic == api::Topic::Integrations))
            watchDeliveries();
    });
    resize(context.theme.scaled(560), context.theme.scaled(600));
    go(Person);
}

QVBoxLayout *FirstRunDialog::page(const QString &title, const QString &sentence)
{
    auto *page = new QWidget(this);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    column->addWidget(makeWrappingLabel(title, TextStyle::Headline, Token::Text, page));
    column->addWidget(makeWrappingLabel(sentence, TextStyle::Body, Token::Text2, page));
    return column;
}

QWidget *FirstRunDialog::makePerson()
{
    QVBoxLayout *column = page(tr("Who are you?"), tr("What you decide here carries your name. You are the first, so you may do everything."));
    m_person = new PersonForm(m_context.theme, false, column->parentWidget());
    column->addWidget(m_person);
    column->addStretch(1);
    return column->parentWidget();
}

QWidget *FirstRunDialog::makeStudio()
{
    QVBoxLayout *column = page(tr("Your studio"), tr("Name, business, hours, and how the console looks. All of it can be changed later in the settings."));
    auto *area = new QScrollArea(column->parentWidget());
    area->setWidgetResizable(true);
    area->setAccessibleName(tr("Your studio"));
    auto *body = new QWidget(area);
    m_studioFields = new QVBoxLayout(body);
    m_studioFields->setContentsMargins(0, 0, 8, 0);
    auto *row = new QHBoxLayout;
    row->addWidget(makeLabel(tr("Theme"), TextStyle::Strong, Token::Text, body), 3);
    auto *mode = new QComboBox(body);
    mode->setAccessibleName(tr("Theme"));
    mode->addItem(tr("As the system"), int(Theme::Mode::System));
    mode->addItem(tr("Light"), int(Theme::Mode::Light));
    mode->addItem(tr("Dark"), int(Theme::Mode::Dark));
    mode->setCurrentIndex(mode->findData(int(m_context.theme.mode())));
    connect(mode, &QComboBox::activated, this, [this, mode](int index) { m_appearance.setMode(Theme::Mode(mode->itemData(index).toInt())); });
    row->addWidget(mode, 2);
    m_studioFields->addLayout(row);
    m_studioFields->addStretch(1);
    area->setWidget(body);
    column->addWidget(area, 1);
    const auto fill = [this, body] {
        for (const char *name : {"/studio/name", "/studio/entityKinds", "/studio/openingHours", "/appearance/language"}) {
            const QString key = QString::fromLatin1(name);
            const auto fields = body->findChildren<SettingField *>();
            const bool there = std::any_of(fields.begin(), fields.end(), [&](const SettingField *field) { return field->key() == key; });
            if (!there && m_store.row(key))
                m_studioFields->insertWidget(m_studioFields->count() - 1, new SettingField(m_context, m_store, key, body));
        }
    };
    connect(&m_store, &SettingsStore::changed, this, fill);
    fill();
    return column->parentWidget();
}

QWidget *FirstRunDialog::makeStart()
{
    QVBoxLayout *column = page(tr("How would you like to begin?"), tr("Nothing leaves this computer before you connect a service."));
    const auto choice = [&](const QString &icon, const QString &title, const QString &sentence, const QString &button, auto run) {
        QFrame *card = makeFrame("card", column->parentWidget());
        auto *row = new QHBoxLayout(card);
        row->setContentsMargins(14, 12, 14, 12);
        row->setSpacing(12);
        auto *picture = new QLabel(card);
        picture->setPixmap(m_context.theme.pixmap(icon, 24, Token::Accent));
        row->addWidget(picture, 0, Qt::AlignTop);
        auto *texts = new QVBoxLayout;
        texts->addWidget(makeLabel(title, TextStyle::Strong, Token::Text, card));
        texts->addWidget(makeWrappingLabel(sentence, TextStyle::Small, Token::Text2, card));
        row->addLayout(texts, 1);
        QPushButton *go = makeButton(button, ButtonKind::Normal, m_context.theme, card);
        go->setAccessibleDescription(sentence);
        connect(go, &QPushButton::clicked, this, run);
        row->addWidget(go);
        column->addWidget(card);
    };
    if (!m_demo)
        choice(QStringLiteral("play"), tr("Look at a demo"), tr("A studio with fictional people, in a data folder of its own. It never touches your data."),
               tr("Start the demo"), [this] { Q_EMIT demoRequested(); });
    choice(QStringLiteral("plug-zap"), tr("Connect your tools"), tr("Point a form or a shop at this console and see the first lead arrive."), tr("Connect"),
           [this] { go(Connections); });
    column->addStretch(1);
    return column->parentWidget();
}

QWidget *FirstRunDialog::makeAgents()
{
    QVBoxLayout *column = page(tr("Your agents begin with drafts only"),
                               tr("They read, sort and prepare. What leaves this computer is sent by a person, until you let an agent act by itself."));
    const auto line = [&](const QString &icon, const QString &text) {
        auto *row = new QHBoxLayout;
        row->setSpacing(10);
        auto *picture = new QLabel(column->parentWidget());
        picture->setPixmap(m_context.theme.pixmap(icon, 18, Token::Accent));
        row->addWidget(picture, 0, Qt::AlignTop);
        row->addWidget(makeWrappingLabel(text, TextStyle::Body, Token::Text, column->parentWidget()), 1);
        column->addLayout(row);
    };
    line(QStringLiteral("pencil"), tr("Replies wait as drafts until somebody sends them."));
    line(QStringLiteral("life-buoy"), tr("Refunds, complaints, legal questions and important clients always come to a person."));
    line(QStringLiteral("undo-2"), tr("What you approve waits a moment, so that you can take it back."));
    line(QStringLiteral("pause"), tr("One click pauses all agents at any time."));
    column->addStretch(1);
    return column->parentWidget();
}

QWidget *FirstRunDialog::makeConnections()
{
    QVBoxLayout *column = page(tr("Connections"), tr("Give these addresses to the services that should deliver here. Secrets are set in the settings."));
    auto *area = new QScrollArea(column->parentWidget());
    area->setWidgetResizable(true);
    area->setAccessibleName(tr("Connections"));
    m_sourceBox = new QWidget(area);
    m_sources = new QVBoxLayout(m_sourceBox);
    m_sources->setContentsMargins(0, 0, 8, 0);
    m_sources->setSpacing(8);
    area->setWidget(m_sourceBox);
    column->addWidget(area, 1);
    m_waiting = makeWrappingLabel(tr("Waiting for a delivery…"), TextStyle::Body, Token::Text2, column->parentWidget());
    column->addWidget(m_waiting);
    return column->parentWidget();
}

void FirstRunDialog::go(int step)
{
    if (step >= StepCount) {
        accept();
        return;
    }
    m_problem->hide();
    m_steps->setCurrentIndex(step);
    //: step %1 of %2
    m_progress->setText(tr("Step %1 of %2").arg(step + 1).arg(int(StepCount)));
    m_back->setVisible(step > Studio);
    m_skip->setVisible(step != Person && step != Connections);
    m_next->setText(step == Connections ? tr("Done") : tr("Continue"));
    m_watching = step == Connections;
    if (step == Person)
        m_person->firstField()->setFocus();
    else
        m_next->setFocus();
    if (step == Studio)
        m_store.refresh();
    if (step == Connections) {
        askConnections();
        watchDeliveries();
    }
}

void FirstRunDialog::next()
{
    if (m_steps->currentIndex() == Person)
        makeOperator();
    else
        go(m_steps->currentIndex() + 1);
}

void FirstRunDialog::makeOperator()
{
    const auto fail = [this](const QString &why) {
        m_problem->setText(why);
        m_problem->setAccessibleName(why);
        m_problem->show();
        m_next->setEnabled(true);
    };
    if (const QString why = m_person->problem(); !why.isEmpty()) {
        fail(why);
        return;
    }
    m_next->setEnabled(false);
    const api::AddOperator command = m_person->command();
    m_context.engine.submit(command, this, [this, fail, pin = command.pin](Result<api::Receipt> receipt) {
        if (!receipt) {
            fail(errorSentence(receipt.error()) + QLatin1Char(' ') + errorMend(receipt.error()));
            return;
        }
        signIn(m_context, receipt->id, pin, this, [this, fail](Result<api::Caller> caller, const QString &initials) {
            if (!caller) {
                fail(errorSentence(caller.error()));
                return;
            }
            m_next->setEnabled(true);
            Q_EMIT signedIn(*caller, initials);
            go(Studio);
        });
    });
}

void FirstRunDialog::askConnections()
{
    m_context.engine.ask(api::IntegrationQuery{}, this, [this](Result<std::vector<api::IntegrationCard>> answer) {
        while (QLayoutItem *item = m_sources->takeAt(0)) {
            delete item->widget();
            delete item;
        }
        if (!answer) {
            m_sources->addWidget(makeWrappingLabel(errorSentence(answer.error()), TextStyle::Body, Token::Danger, m_sourceBox));
            return;
        }
        for (const api::IntegrationCard &card : *answer) {
            if (card.kind != QLatin1String("source") || card.address.isEmpty())
                continue;
            auto *line = new QWidget(m_sourceBox);
            auto *row = new QHBoxLayout(line);
            row->setContentsMargins(0, 0, 0, 0);
            auto *name = makeLabel(card.title, TextStyle::Strong, Token::Text, line);
            name->setMinimumWidth(m_context.theme.scaled(120));
            row->addWidget(name);
            auto *address = new QLineEdit(card.address, line);
            address->setReadOnly(true);
            address->setCursorPosition(0);
            address->setAccessibleName(tr("Address for %1").arg(card.title));
            row->addWidget(address, 1);
            QPushButton *copy = makeButton(tr("Copy"), ButtonKind::Normal, m_context.theme, line, QStringLiteral("copy"));
            copy->setAccessibleName(tr("Copy the address for %1").arg(card.title));
            connect(copy, &QPushButton::clicked, this, [text = card.address] { QApplication::clipboard()->setText(text); });
            row->addWidget(copy);
            m_sources->addWidget(line);
        }
        m_sources->addStretch(1);
    });
}

void FirstRunDialog::watchDeliveries()
{
    api::EventQuery query;
    query.window.limit = 1;
    m_context.engine.ask(query, this, [this](Result<api::Page<api::EventRow>> answer) {
        if (!answer || answer->rows.empty())
            return;
        const api::EventRow &event = answer->rows.front();
        if (m_newestEvent == event.id)
            return;
        m_newestEvent = event.id;
        //: %1 the service that sent it, %2 what kind of event
        m_waiting->setText(tr("A delivery arrived from %1: %2").arg(event.source, event.type));
        m_waiting->setAccessibleName(m_waiting->text());
        setLabelStyle(m_waiting, TextStyle::Strong, Token::Ok);
    });
}

} // namespace hs::ui
