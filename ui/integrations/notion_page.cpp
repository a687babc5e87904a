#include "ui/integrations/notion_page.h"

#include <algorithm>

#include <QAccessible>
#include <QButtonGroup>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/integrations/notion_databases.h"
#include "ui/integrations/notion_lists.h"
#include "ui/integrations/notion_overview.h"
#include "ui/integrations/notion_progress.h"
#include "ui/integrations/notion_rehearsal.h"
#include "ui/integrations/notion_setup.h"
#include "ui/lists/reason_dialog.h"
#include "ui/states/content_states.h"
#include "ui/text/engine_error_text.h"
#include "ui/text/engine_words.h"
#include "ui/text/notion_text.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/tab_width.h"

namespace hs::ui {

namespace {

constexpr int SoonMillis = 1000;

QScrollArea *scrolled(QWidget *content)
{
    auto *area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    content->setProperty("fill", QStringLiteral("surface"));
    area->setWidget(content);
    return area;
}

} // namespace

NotionPage::NotionPage(ViewContext &context, QWidget *parent)
    : QWidget(parent), m_context(context), m_people(context.engine), m_titles(context.engine), m_names{{}, {}, m_people, m_titles}
{
    setProperty("fill", QStringLiteral("surface"));
    setAttribute(Qt::WA_StyledBackground);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHead());
    auto *body = new QWidget;
    auto *inner = new QVBoxLayout(body);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(0);
    inner->addWidget(makeTabs());
    m_stack = new QStackedWidget(body);
    m_overview = new NotionOverview(context);
    m_databases = new NotionDatabases(context);
    m_stack->addWidget(scrolled(m_overview));
    m_stack->addWidget(scrolled(m_databases));
    inner->addWidget(m_stack, 1);
    m_states = new ContentStates(context.theme, body, this);
    column->addWidget(m_states, 1);

    m_soon.setSingleShot(true);
    m_soon.setInterval(SoonMillis);
    connect(&m_soon, &QTimer::timeout, this, &NotionPage::refresh);
    connect(m_overview, &NotionOverview::goneDecided, this, &NotionPage::decideGone);
    connect(m_databases, &NotionDatabases::lookWanted, this, &NotionPage::lookNow);
    connect(&m_titles, &RecordTitles::changed, this, &NotionPage::showNames);
    connect(&m_people, &Directory::agentsChanged, this, &NotionPage::showNames);
    connect(&m_people, &Directory::operatorsChanged, this, &NotionPage::showNames);
    connect(&context.engine, &api::Engine::callerChanged, this, [this] {
        if (m_status)
            take(*m_status);
    });
}

QWidget *NotionPage::makeHead()
{
    const Theme &theme = m_context.theme;
    auto *head = new QWidget(this);
    auto *column = new QVBoxLayout(head);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(8);
    m_back = makeButton(tr("All integrations"), ButtonKind::Quiet, theme, head,
                        isRightToLeft() ? QStringLiteral("arrow-right") : QStringLiteral("arrow-left"));
    column->addWidget(m_back, 0, Qt::AlignLeading);
    auto *name = new FlowLayout(nullptr, 10, 4);
    m_icon = new QLabel(head);
    m_icon->setPixmap(theme.pixmap(QStringLiteral("database"), 20, Token::Text2));
    name->addWidget(m_icon);
    name->addWidget(makeLabel(QStringLiteral("Notion"), TextStyle::Title, Token::Text, head));
    m_state = new Chip(theme, head);
    name->addWidget(m_state);
    column->addLayout(name);
    m_sentence = makeWrappingLabel({}, TextStyle::Body, Token::Text, head);
    column->addWidget(m_sentence);
    m_progress = new NotionProgress(head);
    column->addWidget(m_progress);
    m_trouble = makeFrame("warn", head);
    auto *trouble = new QVBoxLayout(m_trouble);
    trouble->setContentsMargins(10, 8, 10, 8);
    m_troubleText = makeWrappingLabel({}, TextStyle::Small, Token::Text, m_trouble);
    m_troubleText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    trouble->addWidget(m_troubleText);
    m_lookAt = makeButton(tr("Look at the differences…"), ButtonKind::Normal, theme, m_trouble);
    trouble->addWidget(m_lookAt, 0, Qt::AlignLeading);
    column->addWidget(m_trouble);
    m_trouble->hide();
    auto *buttons = new FlowLayout(nullptr, 6, 6);
    m_look = makeButton(tr("Look now"), ButtonKind::Normal, theme, head, QStringLiteral("refresh-cw"));
    m_look->setToolTip(tr("Asks Notion for changes at once"));
    m_pause = makeButton(tr("Pause"), ButtonKind::Normal, theme, head, QStringLiteral("pause"));
    m_rehearse = makeButton(tr("What would happen…"), ButtonKind::Normal, theme, head, QStringLiteral("git-compare"));
    m_setUp = makeButton(tr("Connection…"), ButtonKind::Normal, theme, head, QStringLiteral("settings-2"));
    for (QPushButton *button : {m_look, m_pause, m_rehearse, m_setUp}) {
        buttons->addWidget(button);
        button->hide(); // until it is known how it stands
    }
    column->addLayout(buttons);
    m_working = makeWrappingLabel(tr("Both sides are compared, and nothing is changed. That takes a while, because Notion takes few requests a minute; you can work "
                                     "meanwhile."),
                                  TextStyle::Small, Token::Text2, head);
    m_working->hide();
    column->addWidget(m_working);
    connect(m_back, &QPushButton::clicked, this, &NotionPage::backWanted);
    connect(m_look, &QPushButton::clicked, this, [this] { lookNow({}); });
    connect(m_pause, &QPushButton::clicked, this, [this] { Q_EMIT pauseWanted(!m_status || m_status->standing != api::NotionStanding::Paused); });
    connect(m_rehearse, &QPushButton::clicked, this, &NotionPage::rehearse);
    connect(m_setUp, &QPushButton::clicked, this, &NotionPage::setUp);
    connect(m_lookAt, &QPushButton::clicked, this, &NotionPage::setUp);
    connect(&theme, &Theme::changed, this, [this] { m_icon->setPixmap(m_context.theme.pixmap(QStringLiteral("database"), 20, Token::Text2)); });
    return head;
}

QWidget *NotionPage::makeTabs()
{
    auto *bar = new QWidget;
    auto *column = new QVBoxLayout(bar);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *row = new FlowLayout(nullptr, 4, 2);
    row->setContentsMargins(8, 0, 8, 4);
    auto *group = new QButtonGroup(this);
    for (std::size_t i = 0; i < m_tabs.size(); ++i) {
        m_tabs[i] = makeButton({}, ButtonKind::Tab, m_context.theme, bar);
        group->addButton(m_tabs[i], int(i));
        row->addWidget(m_tabs[i]);
    }
    m_tabs[0]->setChecked(true);
    column->addLayout(row);
    column->addWidget(makeLine(bar));
    connect(group, &QButtonGroup::idClicked, this, [this](int tab) { showTab(Tab(tab)); });
    return bar;
}

QWidget *NotionPage::firstFocus() const
{
    return m_back;
}

NotionPage::Tab NotionPage::tab() const
{
    const auto chosen = std::find_if(m_tabs.begin(), m_tabs.end(), [](const QPushButton *tab) { return tab->isChecked(); });
    return chosen == m_tabs.end() ? Tab::Overview : Tab(chosen - m_tabs.begin());
}

void NotionPage::showTab(Tab tab)
{
    m_tabs[std::size_t(tab)]->setChecked(true);
    QWidget *page = m_stack->widget(int(tab));
    if (tab == Tab::Conflicts) {
        if (!m_conflicts) {
            m_conflicts = new NotionConflictList(m_context, m_names);
            m_stack->addWidget(m_conflicts);
            askNames();
        }
        page = m_conflicts;
    } else if (tab == Tab::Parked) {
        if (!m_parked) {
            m_parked = new NotionParkedList(m_context, m_names);
            m_stack->addWidget(m_parked);
            askNames();
        }
        page = m_parked;
    }
    m_stack->setCurrentWidget(page);
}

void NotionPage::askNames()
{
    if (!m_names.databases.isEmpty())
        return;
    // Without an answer the keys of databases are shown; the lists tell of the same failure.
    m_context.engine.ask(api::DatabaseQuery{}, this, [this](const Result<std::vector<api::DatabaseInfo>> &databases) {
        if (!databases)
            return;
        for (const api::DatabaseInfo &info : *databases)
            m_names.databases.insert(info.key, info);
        showNames();
    });
}

void NotionPage::showNames()
{
    if (m_conflicts)
        m_conflicts->showNames();
    if (m_parked)
        m_parked->showNames();
}

void NotionPage::refreshSoon()
{
    if (!m_soon.isActive())
        m_soon.start();
}

void NotionPage::refresh()
{
    if (m_loading) {
        m_again = true;
        return;
    }
    m_loading = true;
    m_again = false;
    m_states->beginLoading();
    m_context.engine.ask(api::NotionStatusQuery{}, this, [this](Result<api::NotionStatus> status) {
        m_loading = false;
        if (status)
            take(std::move(*status));
        else
            m_states->showFailure({tr("The state of Notion could not be read."), m_context.ticker.now(),
                                   m_status ? tr("You see what was read last.") : QString(), status.error(), [this] { refresh(); }});
        if (m_again)
            refreshSoon();
    });
    refreshLists();
}

void NotionPage::refreshLists()
{
    if (m_conflicts && m_conflicts->isVisible())
        m_conflicts->refresh();
    if (m_parked && m_parked->isVisible())
        m_parked->refresh();
}

void NotionPage::take(api::NotionStatus status)
{
    m_status = std::move(status);
    const api::NotionStatus &now = *m_status;
    m_progress->setStatus(now);
    if (m_setUpDialog)
        m_setUpDialog->setStatus(now);
    m_overview->setStatus(now);
    m_databases->setRows(now.databases);
    for (const api::NotionDatabaseRow &row : now.databases)
        m_names.called.insert(row.database, row.title);
    const QLocale locale;
    const auto name = [&](Tab tab, const QString &text, qint64 count) {
        QPushButton *button = m_tabs[std::size_t(tab)];
        //: A tab and how many things it holds
        button->setText(count > 0 ? tr("%1 (%2)").arg(text, locale.toString(count)) : text);
        fitTab(button, m_context.theme);
    };
    name(Tab::Overview, tr("Overview"), now.gone > 0 ? 1 : 0);
    name(Tab::Databases, tr("Databases"), 0);
    name(Tab::Conflicts, tr("Conflicts"), now.openConflicts);
    name(Tab::Parked, tr("Stuck", "changes that could not be uploaded"), now.parked);
    updateButtons();
    showStatus();
    if (now.standing == api::NotionStanding::Off && !now.tokenSet) {
        const bool may = m_context.engine.caller().role >= api::Role::Admin;
        m_states->showEmpty({QStringLiteral("database"), tr("Notion is not connected"),
                             may ? tr("Connect it, and the records of the hub can be read and changed in Notion, too.")
                                 : tr("Somebody with the role administrator can connect it."),
                             may ? tr("Connect Notion…") : QString(), [this] { setUp(); }, Tone::Accent});
    } else {
        m_states->showContent();
    }
    Q_EMIT statusRead();
}

void NotionPage::updateButtons()
{
    const bool connected = m_status->standing != api::NotionStanding::Off;
    const bool paused = m_status->standing == api::NotionStanding::Paused;
    const api::Role role = m_context.engine.caller().role;
    const bool operates = role >= api::Role::Operator;
    m_look->setVisible(connected && !paused);
    m_look->setEnabled(operates);
    m_pause->setVisible(connected);
    m_pause->setEnabled(operates);
    m_pause->setText(paused ? tr("Resume") : tr("Pause"));
    m_pause->setIcon(m_context.theme.icon(paused ? QStringLiteral("play") : QStringLiteral("pause")));
    m_pause->setToolTip(operates ? QString() : tr("Needs the role operator."));
    const bool works = m_status->standing == api::NotionStanding::Working;
    m_rehearse->setVisible(connected);
    m_rehearse->setEnabled(operates && works && !m_rehearsing);
    m_rehearse->setToolTip(!operates      ? tr("Needs the role operator.")
                           : m_rehearsing ? tr("It is being worked out.")
                           : !works       ? tr("Only while Notion is connected and works.")
                                          : tr("Compares both sides and changes nothing"));
    m_working->setVisible(m_rehearsing);
    const bool administers = role >= api::Role::Admin;
    m_setUp->setVisible(m_status->tokenSet);
    m_setUp->setEnabled(administers);
    m_setUp->setToolTip(administers ? tr("Token, parent page and databases") : tr("Needs the role administrator."));
    m_lookAt->setEnabled(administers);
    m_lookAt->setToolTip(administers ? QString() : tr("Needs the role administrator."));
}

void NotionPage::showStatus()
{
    const NotionLook look = notionLook(*m_status);
    m_state->setLook(look.word, look.tone, look.icon);
    QString trouble = engineSentence(m_status->trouble);
    if (!trouble.isEmpty() && !trouble.endsWith(QLatin1Char('.')))
        trouble += QLatin1Char('.');
    if (!m_status->where.isEmpty() && !m_status->where.startsWith(QLatin1Char('/')))
        trouble += QLatin1Char(' ') + m_status->where;
    if (!m_status->mend.isEmpty())
        //: How to mend a trouble
        trouble += QLatin1Char('\n') + tr("To mend it: %1").arg(engineWords(m_status->mend));
    m_troubleText->setText(trouble);
    m_trouble->setVisible(!m_status->trouble.isEmpty());
    const bool person = m_status->standing == api::NotionStanding::NeedsPerson || m_status->standing == api::NotionStanding::NeedsSignIn;
    m_lookAt->setText(m_status->standing == api::NotionStanding::NeedsSignIn ? tr("Change the token…") : tr("Look at the differences…"));
    m_lookAt->setVisible(person);
    tick();
}

void NotionPage::tick()
{
    if (!m_status)
        return;
    const QString sentence = notionSummary(*m_status, m_context.ticker.now());
    if (m_sentence->text() != sentence)
        m_sentence->setText(sentence);
    if (m_overview->isVisible())
        m_overview->tick();
    if (m_databases->isVisible())
        m_databases->tick();
}

void NotionPage::setUp()
{
    auto *dialog = new NotionSetup(m_context, m_status.value_or(api::NotionStatus{}), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::finished, this, &NotionPage::refresh);
    m_setUpDialog = dialog;
    dialog->open();
}

void NotionPage::rehearse()
{
    if (m_rehearsing || !m_status)
        return;
    m_rehearsing = true;
    updateButtons();
    QAccessibleEvent event(m_working, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
    m_context.engine.submit(api::RehearseNotion{}, this, [this](const Result<api::Receipt> &receipt) {
        m_rehearsing = false;
        updateButtons();
        if (!receipt) {
            m_context.toasts.show(Toast{tr("What would happen could not be worked out. %1").arg(errorSentence(receipt.error())), Tone::Danger, {}, {},
                                        errorDetails(receipt.error())});
            return;
        }
        if (!m_rehearsal) {
            m_rehearsal = new NotionRehearsalDialog(m_context, m_names, this);
            m_rehearsal->setAttribute(Qt::WA_DeleteOnClose);
        }
        m_rehearsal->setRehearsal(rehearsalFrom(receipt->data));
        m_rehearsal->show();
        m_rehearsal->raise();
        m_rehearsal->activateWindow();
    });
}

void NotionPage::lookNow(const QString &database)
{
    m_context.engine.submit(api::SyncNotionNow{database}, this, [this](const Result<api::Receipt> &receipt) {
        if (receipt)
            m_context.toasts.show(tr("Notion is asked for changes"));
        else
            m_context.toasts.show(Toast{tr("Notion was not asked. %1").arg(errorSentence(receipt.error())), Tone::Danger, {}, {},
                                        errorDetails(receipt.error())});
        refreshSoon();
    });
}

void NotionPage::decideGone(const QString &database, const QString &title, bool gone)
{
    const auto decide = [this, database, gone] {
        m_context.engine.submit(api::DecideNotionGone{database, gone}, this, [this, gone](const Result<api::Receipt> &receipt) {
            if (receipt)
                m_context.toasts.show(gone ? tr("The records are removed here, too") : tr("The records stay here and get pages again"), Tone::Ok);
            else
                m_context.toasts.show(Toast{tr("That was not decided. %1").arg(errorSentence(receipt.error())), Tone::Danger, {}, {},
                                            errorDetails(receipt.error())});
            refresh();
        });
    };
    if (!gone) {
        decide();
        return;
    }
    //: %1 is the name of a database
    askFirst(this, tr("Are they gone?"), tr("The records of “%1” whose pages are missing in Notion are removed here, too. That cannot be taken back.").arg(title),
             tr("Remove them here"), decide);
}

} // namespace hs::ui
