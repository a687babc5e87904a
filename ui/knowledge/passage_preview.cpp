#include "ui/knowledge/passage_preview.h"

#include <QButtonGroup>
#include <QDir>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTextBlock>
#include <QTextBrowser>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/knowledge/pdf_view.h"
#include "ui/states/content_states.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_words.h"
#include "ui/thinking/column.h"
#include "ui/thinking/fold_box.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/tab_width.h"

namespace hs::ui {

namespace {

constexpr qint64 LongestFree = 2'000; ///< characters of a document that stand for a passage where none was chosen

/// Never loads anything: what a document names stays where it is.
class ClosedBrowser final : public QTextBrowser {
public:
    using QTextBrowser::QTextBrowser;
    QVariant loadResource(int, const QUrl &) override { return {}; }
};

} // namespace

PassagePreview::PassagePreview(ViewContext &context, QWidget *parent) : QWidget(parent), m_context(context)
{
    setProperty("fill", QStringLiteral("surface"));
    setAttribute(Qt::WA_StyledBackground);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    makeHead(column);

    m_stack = new QStackedWidget;
    m_textPage = new QWidget(m_stack);
    auto *textColumn = new QVBoxLayout(m_textPage);
    textColumn->setContentsMargins(0, 0, 0, 0);
    textColumn->setSpacing(0);
    m_earlier = makeButton(tr("Show what comes before"), ButtonKind::Link, context.theme, m_textPage, QStringLiteral("chevron-up"));
    m_later = makeButton(tr("Show what comes after"), ButtonKind::Link, context.theme, m_textPage, QStringLiteral("chevron-down"));
    m_browser = new ClosedBrowser(m_textPage);
    m_browser->setProperty("kind", QStringLiteral("plain"));
    m_browser->setProperty("focusRing", true);
    m_browser->setFrameShape(QFrame::NoFrame);
    m_browser->setOpenLinks(false);
    m_browser->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_browser->installEventFilter(this);
    textColumn->addWidget(m_earlier, 0, Qt::AlignHCenter);
    textColumn->addWidget(m_browser, 1);
    textColumn->addWidget(m_later, 0, Qt::AlignHCenter);
    m_pdf = new PdfView(context.theme, m_stack);
    m_stack->addWidget(m_textPage);
    m_stack->addWidget(m_pdf);
    m_states = new ContentStates(context.theme, m_stack, this);
    column->addWidget(m_states, 1);

    connect(m_earlier, &QPushButton::clicked, this, [this] { write(m_writer.from()); });
    connect(m_later, &QPushButton::clicked, this, [this] { write(m_writer.to()); });
    connect(m_pdf, &PdfView::opened, this, [this] {
        m_tabs->show();
        showView(true);
    });
    connect(m_pdf, &PdfView::failed, this, [this] {
        m_tabs->hide();
        showView(false);
    });
    connect(&context.theme, &Theme::changed, this, [this] {
        m_shownKey.clear();
        if (m_text)
            write(m_place && m_place->start >= 0 ? m_place->start : 0);
    });
    clear();
}

void PassagePreview::makeHead(QVBoxLayout *column)
{
    const Theme &theme = m_context.theme;
    auto *head = new QWidget(this);
    auto *lines = new QVBoxLayout(head);
    lines->setContentsMargins(12, 8, 8, 6);
    lines->setSpacing(4);
    auto *row = new QHBoxLayout;
    row->setSpacing(6);
    auto *names = new QVBoxLayout;
    names->setSpacing(2);
    m_title = makeWrappingLabel({}, TextStyle::Subtitle, Token::Text, head);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_line = makeWrappingLabel({}, TextStyle::Small, Token::Text2, head);
    names->addWidget(m_title);
    names->addWidget(m_line);
    m_close = makeIconButton(QStringLiteral("x"), tr("Close the preview"), theme, head);
    row->addLayout(names, 1);
    row->addWidget(m_close, 0, Qt::AlignTop);
    m_lastButton = m_close;
    lines->addLayout(row);
    m_reported = new Chip(theme, head);
    lines->addWidget(m_reported, 0, Qt::AlignLeading);
    m_buttons = new QWidget(head);
    new FlowLayout(m_buttons, 4, 4);
    lines->addWidget(m_buttons);
    m_whyHolder = new QWidget(head);
    auto *whyColumn = new QVBoxLayout(m_whyHolder);
    whyColumn->setContentsMargins(0, 0, 0, 0);
    m_why = new FoldBox(theme, tr("Why this result"), m_whyHolder);
    whyColumn->addWidget(m_why);
    lines->addWidget(m_whyHolder);
    m_noticeBox = makeFrame("warn", head);
    auto *notice = new QHBoxLayout(m_noticeBox);
    notice->setContentsMargins(8, 5, 8, 5);
    m_notice = makeWrappingLabel({}, TextStyle::Small, Token::Text, m_noticeBox);
    notice->addWidget(m_notice);
    lines->addWidget(m_noticeBox);
    m_tabs = new QWidget(head);
    auto *tabs = new QHBoxLayout(m_tabs);
    tabs->setContentsMargins(0, 0, 0, 0);
    tabs->setSpacing(12);
    auto *group = new QButtonGroup(this);
    m_pageTab = makeButton(tr("Page"), ButtonKind::Tab, theme, m_tabs);
    m_textTab = makeButton(tr("Text"), ButtonKind::Tab, theme, m_tabs);
    for (QPushButton *tab : {m_pageTab, m_textTab}) {
        group->addButton(tab);
        fitTab(tab, theme);
        tabs->addWidget(tab);
    }
    tabs->addStretch(1);
    lines->addWidget(m_tabs);
    column->addWidget(head);
    column->addWidget(makeLine(this));
    connect(m_close, &QToolButton::clicked, this, &PassagePreview::closeAsked);
    connect(m_pageTab, &QPushButton::clicked, this, [this] { showView(true); });
    connect(m_textTab, &QPushButton::clicked, this, [this] { showView(false); });
}

void PassagePreview::setActions(const QList<QAction *> &actions)
{
    emptyColumn(m_buttons->layout());
    const int hit = m_context.theme.size("hitMin");
    m_lastButton = m_close;
    for (QAction *action : actions) {
        auto *button = new QToolButton(m_buttons);
        button->setDefaultAction(action);
        button->setIcon(action->icon());
        button->setIconSize({16, 16});
        button->setMinimumSize(hit, hit);
        button->setFocusPolicy(Qt::TabFocus);
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        const auto tell = [button, action] {
            const QString reason = action->isEnabled() ? QString() : ActionRegistry::disabledReason(action);
            button->setAccessibleName(action->text());
            button->setAccessibleDescription(reason);
            button->setToolTip(reason.isEmpty() ? action->text() : reason);
        };
        tell();
        connect(action, &QAction::changed, button, tell);
        m_buttons->layout()->addWidget(button);
        setTabOrder(m_lastButton, button);
        m_lastButton = button;
    }
}

void PassagePreview::setBack(bool back)
{
    m_close->setIcon(m_context.theme.icon(back ? QStringLiteral("arrow-left") : QStringLiteral("x")));
    const QString name = back ? tr("Back to the results") : tr("Close the preview");
    m_close->setToolTip(name);
    m_close->setAccessibleName(name);
}

QWidget *PassagePreview::firstFocus()
{
    return showsPage() ? static_cast<QWidget *>(m_pdf) : m_browser;
}

bool PassagePreview::showsPage() const
{
    return m_stack->currentWidget() == m_pdf;
}

QString PassagePreview::notice() const
{
    return m_noticeBox->isVisibleTo(this) ? m_notice->text() : QString();
}

void PassagePreview::clear()
{
    ++m_asked;
    m_passage.reset();
    m_place.reset();
    m_text.reset();
    m_shownKey.clear();
    m_pdf->close();
    m_browser->document()->clear();
    m_tabs->hide();
    showView(false);
    showHead();
    Q_EMIT changed();
}

void PassagePreview::showPassage(const api::KnowledgePassage &passage, const QString &model)
{
    const bool sameDocument = m_text && m_place && m_place->document == passage.document;
    m_passage = passage;
    m_place = placeOf(passage);
    m_model = model;
    showHead();
    showWhy();
    if (sameDocument && m_text->document.version == passage.version) {
        showNotice();
        write(passage.start);
        openPage();
    } else {
        if (!sameDocument) {
            m_text.reset();
            m_browser->document()->clear();
            m_shownKey.clear();
        }
        m_pdf->close();
        m_tabs->hide();
        showView(false);
        ask();
    }
    Q_EMIT changed();
}

void PassagePreview::showPlace(const KnowledgePlace &place)
{
    if (!m_text || !m_place || m_place->document != place.document) {
        m_text.reset();
        m_browser->document()->clear();
        m_shownKey.clear();
    }
    m_passage.reset();
    m_place = place;
    m_model.clear();
    m_pdf->close();
    m_tabs->hide();
    showView(false);
    showHead();
    ask();
    Q_EMIT changed();
}

void PassagePreview::refresh()
{
    if (m_place)
        ask();
}

void PassagePreview::ask()
{
    const quint64 number = ++m_asked;
    m_states->beginLoading();
    m_context.engine.ask(api::KnowledgeTextQuery{m_place->document}, this, [this, number](Result<api::KnowledgeText> text) {
        if (number != m_asked) // another document was chosen meanwhile
            return;
        if (text) {
            take(std::move(*text));
            return;
        }
        m_states->showFailure({tr("The document could not be read."), m_context.ticker.now(),
                               m_passage ? tr("The passage itself stands in the list.") : QString(), text.error(), [this] { refresh(); }});
    });
}

void PassagePreview::take(api::KnowledgeText text)
{
    const bool first = !m_text;
    m_text = std::move(text);
    m_states->showContent();
    if (!m_passage) {
        // Reached by a citation or from the list of documents: what can be done with a passage can be done with this one.
        api::KnowledgePassage made;
        const api::KnowledgeDocument &document = m_text->document;
        made.document = document.id.isEmpty() ? m_place->document : document.id;
        made.source = document.source;
        made.sourceTitle = document.sourceTitle;
        made.title = document.title;
        made.place = document.place;
        made.type = document.type;
        made.database = document.database;
        made.author = document.author;
        made.language = document.language;
        made.entity = document.entity;
        made.version = m_place->version > 0 ? m_place->version : document.version;
        made.changedAt = document.changedAt;
        made.checkedAt = document.readAt;
        made.reported = document.reported;
        const qint64 size = m_text->text.size();
        made.start = std::clamp<qint64>(m_place->start, 0, size);
        made.end = m_place->start < 0 ? std::min(size, LongestFree) : std::clamp<qint64>(m_place->end, made.start, size);
        made.text = m_text->text.mid(made.start, made.end - made.start);
        for (const api::KnowledgeText::Part &part : m_text->parts) {
            if (part.start <= made.start && part.end > made.start)
                made.page = part.page;
        }
        m_passage = std::move(made);
    } else if (m_passage->reported != m_text->document.reported) {
        m_passage->reported = m_text->document.reported;
    }
    showHead();
    showWhy();
    showNotice();
    write(m_place->start >= 0 ? m_place->start : 0);
    if (first || !showsPage())
        openPage();
    Q_EMIT changed();
}

void PassagePreview::write(qint64 around)
{
    const bool fits = m_text->document.version == 0 || m_place->version == 0 || m_text->document.version == m_place->version;
    DocumentText::Mark mark;
    if (m_place->start >= 0 && fits) {
        mark.start = m_place->start;
        mark.end = m_place->end;
        if (m_passage)
            mark.marks = m_passage->marks;
    } else if (m_place->start >= 0 && m_passage && !m_passage->text.isEmpty()) {
        // The text is another one now; the quoted words may still stand in it.
        mark.start = m_text->text.indexOf(m_passage->text);
        mark.end = mark.start < 0 ? -1 : mark.start + m_passage->text.size();
        if (mark.start >= 0 && around == m_place->start)
            around = mark.start;
    }
    const QString key = m_text->document.id + QLatin1Char('/') + QString::number(m_text->document.version) + QLatin1Char('/') +
                        QString::number(mark.start) + QLatin1Char('-') + QString::number(mark.end) + QLatin1Char('/') + QString::number(around) +
                        QLatin1Char('/') + QString::number(m_text->text.size()) + QLatin1Char('/') +
                        (m_passage ? m_passage->words.join(QLatin1Char(' ')) : QString());
    if (key == m_shownKey)
        return;
    m_shownKey = key;
    m_writer.write(*m_text, mark, around, m_context.theme, *m_browser->document());
    m_earlier->setVisible(m_writer.cutBefore());
    m_later->setVisible(m_writer.cutAfter());
    const bool atMark = mark.start >= 0 && around == mark.start;
    const int position = m_writer.positionOf(atMark ? mark.start : around);
    QTextCursor cursor(m_browser->document());
    cursor.setPosition(std::max(0, position));
    m_browser->setTextCursor(cursor);
    m_browser->ensureCursorVisible();
    // Some lines of what stands before it stay in sight.
    const QRect at = m_browser->cursorRect(cursor);
    QScrollBar *bar = m_browser->verticalScrollBar();
    bar->setValue(bar->value() + at.top() - m_browser->viewport()->height() / 4);
}

void PassagePreview::showHead()
{
    const bool any = m_passage.has_value();
    m_title->setText(any ? (m_passage->title.isEmpty() ? m_passage->place : m_passage->title) : m_place ? tr("Document") : QString());
    QString line = any ? passageLine(*m_passage, m_context.ticker.now()) : QString();
    if (any && !m_passage->place.isEmpty() && m_passage->database.isEmpty())
        line += (line.isEmpty() ? QString() : QStringLiteral("\n")) + QDir::toNativeSeparators(m_passage->place);
    m_line->setText(line);
    m_line->setVisible(!line.isEmpty());
    const bool reported = any && !m_passage->reported.isEmpty();
    if (reported)
        //: %1 is why somebody says that a document is outdated
        m_reported->setLook(tr("Reported as outdated: %1").arg(m_passage->reported), Tone::Danger, QStringLiteral("flag"));
    else if (any && m_passage->mayBeOutdated)
        m_reported->setLook(tr("May be outdated"), Tone::Warn, QStringLiteral("clock-alert"));
    m_reported->setVisible(reported || (any && m_passage->mayBeOutdated));
    //: The words of a document. %1 is its title
    m_browser->setAccessibleName(tr("Text of %1").arg(m_title->text()));
    m_noticeBox->setVisible(any && m_text && !m_notice->text().isEmpty());
    m_whyHolder->setVisible(any && (m_passage->wordRank > 0 || m_passage->cosine > -1.5 || m_passage->fused > 0));
}

void PassagePreview::showWhy()
{
    if (!m_passage || m_whyHolder->isHidden())
        return;
    // Made anew for each passage, open where it was open.
    const bool open = m_why->isOpen();
    delete m_why;
    m_why = new FoldBox(m_context.theme, tr("Why this result"), m_whyHolder);
    m_whyHolder->layout()->addWidget(m_why);
    const QStringList lines = whyLines(*m_passage, m_model, m_context.ticker.now());
    m_why->setContent([lines](QWidget *up) -> QWidget * {
        QLabel *label = makeWrappingLabel(lines.join(QLatin1Char('\n')), TextStyle::Small, Token::Text2, up);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        return label;
    });
    setTabOrder(m_lastButton, m_why->button());
    m_why->setOpen(open);
}

void PassagePreview::showNotice()
{
    QStringList said;
    if (m_text && m_place) {
        const api::KnowledgeDocument &document = m_text->document;
        if (document.state == QLatin1String("gone"))
            said << tr("The source no longer has this document. You see the text as it was read last.");
        if (m_place->version > 0 && document.version > 0 && document.version != m_place->version)
            said << (m_passage && m_passage->changedAt.isValid() && m_passage->text.size() > 0 && m_text->text.contains(m_passage->text)
                         ? tr("The source changed since this was cited. The quoted words still stand in it.")
                         : tr("The source changed since this was cited. You see its present text."));
        if (!document.notes.isEmpty())
            said << engineNotes(document.notes);
    }
    m_notice->setText(said.join(QLatin1Char('\n')));
    m_notice->setAccessibleName(m_notice->text());
    m_noticeBox->setVisible(!said.isEmpty());
}

void PassagePreview::setReported(const api::Id &document, const QString &why)
{
    if (m_passage && m_passage->document == document) {
        m_passage->reported = why;
        showHead();
        Q_EMIT changed();
    }
    if (m_text && m_text->document.id == document)
        m_text->document.reported = why;
}

void PassagePreview::openPage()
{
    if (!m_passage || m_passage->type != QLatin1String("application/pdf"))
        return;
    const QString path = m_passage->place;
    if (!QDir::isAbsolutePath(path) || path.startsWith(QLatin1String(":")))
        return;
    m_pdf->open(path, std::max(1, m_passage->page), m_place && m_place->start >= 0 ? m_passage->text : QString(), m_title->text());
}

void PassagePreview::showView(bool page)
{
    m_stack->setCurrentWidget(page ? static_cast<QWidget *>(m_pdf) : m_textPage);
    m_pageTab->setChecked(page);
    m_textTab->setChecked(!page);
}

bool PassagePreview::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_browser && event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        Q_EMIT closeAsked();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace hs::ui
