#include "ui/activity/activity_view.h"

#include <QJsonDocument>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/activity/audit_page.h"
#include "ui/activity/event_page.h"
#include "ui/activity/letter_page.h"
#include "ui/activity/message_page.h"
#include "ui/activity/row_view.h"
#include "ui/activity/task_page.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/tab_width.h"

namespace hs::ui {

ActivityView::ActivityView(ViewContext &context, QWidget *parent)
    : DockView(context, parent), m_pages(new QStackedWidget)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *bar = new QWidget(this);
    auto *row = new FlowLayout(bar, 10, 0); // in a narrow dock the names stand in two lines; none is cut
    row->setContentsMargins(16, 0, 16, 0);
    column->addWidget(bar);
    column->addWidget(makeLine(this));
    column->addWidget(m_pages, 1);

    auto *audit = new AuditPage(context);
    const auto add = [&](const char *key, const QString &text, ActivityPage *page) {
        QPushButton *button = makeButton(text, ButtonKind::Tab, context.theme, bar);
        button->setAutoExclusive(true);
        fitTab(button, context.theme);
        row->addWidget(button);
        m_pages->addWidget(page);
        m_tabs.push_back({QLatin1String(key), page, button});
        connect(button, &QPushButton::clicked, this, [this, key = QString::fromLatin1(key)] { showPage(key); });
    };
    add("audit", tr("Audit", "page of the activity dock"), audit);
    add("event", tr("Events", "page of the activity dock"), new EventPage(context));
    add("task", tr("Tasks", "page of the activity dock"), new TaskPage(context));
    auto *messages = new MessagePage(context);
    add("message", tr("Messages", "page of the activity dock"), messages);
    auto *letters = new LetterPage(context);
    add("letter", tr("Dead letters", "page of the activity dock"), letters);
    connect(letters, &LetterPage::lyingChanged, this, [this, letters] { showLyingLetters(letters->lying()); });
    showLyingLetters(letters->lying());
    connect(messages, &MessagePage::deadLettersChanged, this, [this, messages] { showDeadLetters(messages->deadLetters()); });
    showDeadLetters(messages->deadLetters()); // an answer may have come while it was made

    ActionSpec spec;
    spec.id = QStringLiteral("activity.export");
    spec.text = tr("Export the audit…");
    spec.keywords = tr("save file csv json", "search words");
    spec.scope = QStringLiteral("activity");
    spec.icon = QStringLiteral("download");
    m_export = context.actions.add(spec, this, [this, audit] {
        showPage(QStringLiteral("audit"));
        audit->exportToFile();
    });
    m_export->setIcon(context.theme.icon(spec.icon));
    context.actions.add({QStringLiteral("activity.letters"), tr("Show the dead letters of workflows"), tr("failed events undelivered skipped retry discard", "search words"),
                         QStringLiteral("activity"), {}, QStringLiteral("mail-x")},
                        this, [this] { showPage(QStringLiteral("letter")); });
    showPage(QStringLiteral("audit"));
}

QString ActivityView::title() const
{
    return tr("Activity");
}

QList<QAction *> ActivityView::headerActions() const
{
    return {m_export};
}

ActivityPage *ActivityView::current() const
{
    return static_cast<ActivityPage *>(m_pages->currentWidget());
}

ActivityPage *ActivityView::page(const QString &key) const
{
    for (const Tab &tab : m_tabs) {
        if (tab.key == key)
            return tab.page;
    }
    return nullptr;
}

void ActivityView::showPage(const QString &key)
{
    for (const Tab &tab : m_tabs) {
        if (tab.key != key)
            continue;
        m_pages->setCurrentWidget(tab.page);
        tab.button->setChecked(true);
    }
}

void ActivityView::showDeadLetters(int count)
{
    for (const Tab &tab : m_tabs) {
        if (tab.key != QLatin1String("message"))
            continue;
        //: Page of the activity dock; %1 how many messages could not be delivered, "100+" at most.
        tab.button->setText(count == 0 ? tr("Messages", "page of the activity dock")
                                       : tr("Messages, %1 stuck").arg(count < MessagePage::Countable
                                                                          ? QLocale().toString(count)
                                                                          : QLocale().toString(MessagePage::Countable) + QLatin1Char('+')));
        fitTab(tab.button, context().theme);
        tab.button->setToolTip(count == 0 ? QString() : tr("Some messages between agents could not be delivered."));
    }
}

void ActivityView::showLyingLetters(int count)
{
    for (const Tab &tab : m_tabs) {
        if (tab.key != QLatin1String("letter"))
            continue;
        //: Page of the activity dock; %1 how many dead letters lie there, "100+" at most.
        tab.button->setText(count == 0 ? tr("Dead letters", "page of the activity dock")
                                       : tr("Dead letters, %1").arg(count < LetterPage::Countable ? QLocale().toString(count)
                                                                                                 : QLocale().toString(LetterPage::Countable) + QLatin1Char('+')));
        fitTab(tab.button, context().theme);
        tab.button->setToolTip(count == 0 ? QString() : tr("Workflows could not take some events, or commands failed for good."));
    }
}

void ActivityView::refresh()
{
    current()->refresh();
}

void ActivityView::find()
{
    current()->find();
}

QWidget *ActivityView::firstFocus()
{
    return current()->list();
}

QByteArray ActivityView::saveState() const
{
    QJsonObject state;
    for (const Tab &tab : m_tabs) {
        state.insert(tab.key, QString::fromUtf8(tab.page->saveState()));
        if (tab.page == current())
            state.insert(QStringLiteral("page"), tab.key);
    }
    return QJsonDocument(state).toJson(QJsonDocument::Compact);
}

void ActivityView::restoreState(const QByteArray &bytes)
{
    const QJsonObject state = QJsonDocument::fromJson(bytes).object();
    for (const Tab &tab : m_tabs)
        tab.page->restoreState(state.value(tab.key).toString().toUtf8());
    showPage(state.value(QStringLiteral("page")).toString());
}

void ActivityView::showObject(const QString &kind, const QString &id)
{
    if (ActivityPage *wanted = page(kind)) {
        showPage(kind);
        if (!id.isEmpty())
            wanted->showObject(id);
    }
}

QStringList ActivityView::workInHand() const
{
    const auto *audit = static_cast<AuditPage *>(page(QStringLiteral("audit")));
    return audit->exporting() ? QStringList{tr("The audit is being exported to a file.")} : QStringList();
}

} // namespace hs::ui
