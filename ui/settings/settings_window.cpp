#include "ui/settings/settings_window.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/settings/pages.h"
#include "ui/settings/receiver_page.h"
#include "ui/states/content_states.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/search_field.h"

namespace hs::ui {

namespace {

SettingsPage *plainPage(ViewContext &context, SettingsStore &store, const char *id, const QString &sentence, const QStringList &sections,
                        QWidget *parent)
{
    auto *page = new SettingsPage(context, store, QString::fromLatin1(id), sentence, parent);
    page->addSections(sections);
    return page;
}

} // namespace

SettingsWindow::SettingsWindow(ViewContext &context, SettingsStore &store, Appearance &appearance, QWidget *parent)
    : QDialog(parent), m_context(context), m_store(store)
{
    setWindowTitle(tr("Settings"));
    setObjectName(QStringLiteral("SettingsWindow"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    auto *side = new QVBoxLayout;
    side->setContentsMargins(14, 16, 10, 14);
    side->setSpacing(10);
    m_search = new SearchField(context.theme, tr("Search settings"), this);
    side->addWidget(m_search);
    m_places = new QListWidget(this);
    m_places->setAccessibleName(tr("Parts of the settings"));
    m_places->setIconSize(QSize(16, 16));
    m_places->setSpacing(1);
    m_places->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    side->addWidget(m_places, 1);
    auto *left = new QWidget(this);
    left->setLayout(side);
    left->setFixedWidth(context.theme.scaled(248));
    row->addWidget(left);
    row->addWidget(makeFrame("vline", this));
    m_pages = new QStackedWidget(this);
    m_pages->setProperty("fill", QStringLiteral("surface"));
    m_states = new ContentStates(context.theme, m_pages, this);
    row->addWidget(m_states, 1);

    add(new GeneralPage(context, store, m_pages));
    add(plainPage(context, store, "studio", tr("The studio's name, businesses and opening hours. Deadlines count these hours."),
                  {QStringLiteral("studio"), QStringLiteral("entities")}, m_pages));
    add(new PeoplePage(context, store, m_pages));
    add(new AgentsPage(context, store, m_pages));
    auto *ai =
        plainPage(context, store, "ai",
                  tr("Who is asked when rules are not enough, what may leave the studio, and what it may cost. Keys are set under Integrations; "
                     "without any provider, rules do the work alone."),
                  {QStringLiteral("ai"), QStringLiteral("mcp")}, m_pages);
    ai->setKeywords(tr("language model key budget privacy masking local tools server"));
    add(ai);
    add(plainPage(context, store, "escalation", tr("How long a case may wait, who is called when it is late, and how long a claim lasts."),
                  {QStringLiteral("escalation")}, m_pages));
    add(new ReceiverPage(context, store, m_pages));
    add(new ChannelsPage(context, store, m_pages));
    add(plainPage(context, store, "notion", tr("The mirror of the hub in Notion. Its token and its databases are set up under Integrations."),
                  {QStringLiteral("notion")}, m_pages));
    auto *knowledge = plainPage(context, store, "knowledge",
                                tr("How documents are read and compared. The sources themselves are added under Knowledge. Meanings are compared on this computer: by a "
                                   "model that is part of the console and knows English, and by what it learns from the studio's own documents, in any language."),
                                {QStringLiteral("knowledge")}, m_pages);
    knowledge->setKeywords(tr("documents sources folder web search passages"));
    add(knowledge);
    add(new NotificationsPage(context, store, m_pages));
    add(new AppearancePage(context, store, appearance, m_pages));
    add(new KeyboardPage(context, store, m_pages));
    add(new BackupPage(context, store, m_pages));
    add(plainPage(context, store, "advanced", tr("The database and the log. Most studios never need these."),
                  {QStringLiteral("database"), QStringLiteral("log")}, m_pages));

    connect(m_places, &QListWidget::currentRowChanged, this, [this](int place) {
        if (place < 0)
            return;
        m_pages->setCurrentIndex(place);
        m_all[std::size_t(place)]->shown();
        m_context.preferences.setValue(QStringLiteral("settings/page"), m_all[std::size_t(place)]->place().id);
    });
    connect(m_search, &SearchField::searched, this, &SettingsWindow::filter);
    connect(&m_store, &SettingsStore::changed, this, &SettingsWindow::showFailure);
    resize(context.theme.scaled(1020), context.theme.scaled(660));
}

void SettingsWindow::add(SettingsPage *page)
{
    m_all.push_back(page);
    m_pages->addWidget(page);
    auto *item = new QListWidgetItem(m_context.theme.icon(page->place().icon), page->place().title, m_places);
    item->setSizeHint(QSize(0, m_context.theme.scaled(20) + 12));
}

void SettingsWindow::openPlace(const QString &place)
{
    m_store.refresh();
    QString wanted = place.isEmpty() ? m_context.preferences.value(QStringLiteral("settings/page")).toString() : place;
    if (wanted.startsWith(QLatin1Char('/'))) {
        m_search->setText(wanted);
        wanted.clear();
    } else if (!place.isEmpty()) {
        m_search->clear();
    }
    int row = 0;
    for (std::size_t i = 0; i < m_all.size(); ++i) {
        if (m_all[i]->place().id == wanted)
            row = int(i);
    }
    m_places->setCurrentRow(row);
    m_all[std::size_t(row)]->shown();
    show();
    raise();
    activateWindow();
    m_places->setFocus(Qt::OtherFocusReason);
}

void SettingsWindow::filter(const QString &text)
{
    int first = -1;
    for (std::size_t i = 0; i < m_all.size(); ++i) {
        const bool found = m_all[i]->filter(text) > 0;
        m_places->item(int(i))->setHidden(!found);
        if (found && first < 0)
            first = int(i);
    }
    if (first < 0) {
        m_states->showEmpty({QStringLiteral("search-x"), tr("No setting matches"), tr("Try another word."), tr("Clear the search"),
                             [this] { m_search->clear(); }, Tone::Neutral});
        return;
    }
    m_states->showContent();
    if (m_places->currentRow() < 0 || m_places->item(m_places->currentRow())->isHidden())
        m_places->setCurrentRow(first);
}

void SettingsWindow::showFailure()
{
    if (const auto &failure = m_store.failure())
        m_states->showFailure({tr("The settings could not be read."), {}, tr("What belongs to this desk can still be changed."), *failure,
                               [this] { m_store.refresh(); }});
    else
        m_states->clearFailure();
}

} // namespace hs::ui
