#include "ui/records/record_text.h"

#include <algorithm>

#include <QAccessible>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTextBlock>
#include <QTextLayout>
#include <QVBoxLayout>

#include "ui/lists/directory.h"
#include "ui/records/page_preview.h"
#include "ui/records/text_conflict.h"
#include "ui/states/content_states.h"
#include "ui/text/capital.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_error_text.h"
#include "ui/text/engine_words.h"
#include "ui/text/notion_text.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/tab_order.h"

namespace hs::ui {

namespace {

constexpr int LeastTextLines = 8; ///< text lines that the editor keeps in the lowest dock; what is around it scrolls

/// A stored text as an editor holds it: every end of a line is one character.
QString lined(QString text)
{
    text.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    for (QChar &letter : text) {
        if (letter == QLatin1Char('\r') || letter == QChar(QChar::ParagraphSeparator) || letter == QChar(QChar::LineSeparator))
            letter = QLatin1Char('\n');
    }
    return text;
}

/// "What." of the engine with its "mend.", in the reader's language.
QString whyInSentences(const Error &error)
{
    QString text = error.what.empty() ? errorSentence(error) : engineSentence(QString::fromStdString(error.what)) + QLatin1Char('.');
    if (!error.mend.empty())
        text += QLatin1Char(' ') + engineSentence(QString::fromStdString(error.mend)) + QLatin1Char('.');
    return text;
}

} // namespace

RecordTextPanel::RecordTextPanel(ViewContext &context, FieldNames names, QWidget *parent) : QWidget(parent), m_context(context), m_names(names)
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto *area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(makePage());
    m_states = new ContentStates(context.theme, area, this);
    outer->addWidget(m_states);

    connect(m_editor, &QPlainTextEdit::textChanged, this, &RecordTextPanel::onEdited);
    connect(m_toggle, &QPushButton::toggled, this, &RecordTextPanel::showPreview);
    connect(m_read, &QPushButton::clicked, this, &RecordTextPanel::readFromNotion);
    connect(m_save, &QPushButton::clicked, this, &RecordTextPanel::save);
    connect(m_discard, &QPushButton::clicked, this, &RecordTextPanel::discard);
    connect(&context.engine, &api::Engine::callerChanged, this, &RecordTextPanel::showState);
    connect(&names.people, &Directory::operatorsChanged, this, &RecordTextPanel::tick);
    connect(&names.people, &Directory::agentsChanged, this, &RecordTextPanel::tick);
    showState();
}

QWidget *RecordTextPanel::makePage()
{
    const Theme &theme = m_context.theme;
    auto *page = new QWidget;
    page->setProperty("fill", QStringLiteral("surface"));
    m_column = new QVBoxLayout(page);
    m_column->setContentsMargins(16, 12, 16, 12);
    m_column->setSpacing(8);
    m_state = makeWrappingLabel({}, TextStyle::Body, Token::Text, page);
    m_about = makeWrappingLabel({}, TextStyle::Small, Token::Text2, page);
    m_error = makeWrappingLabel({}, TextStyle::Small, Token::Danger, page);
    m_error->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_readOnly = makeWrappingLabel({}, TextStyle::Small, Token::Text2, page);
    for (QLabel *label : {m_state, m_about, m_error, m_readOnly})
        m_column->addWidget(label);
    const auto message = [&](const char *kind, Token tone, QLabel *&text) {
        QFrame *frame = makeFrame(kind, page);
        auto *inner = new QVBoxLayout(frame);
        inner->setContentsMargins(10, 8, 10, 8);
        text = makeWrappingLabel({}, TextStyle::Body, tone, frame);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        inner->addWidget(text);
        frame->hide();
        m_column->addWidget(frame);
        return frame;
    };
    m_problem = message("danger", Token::Danger, m_problemText);
    m_notice = message("warn", Token::Text, m_noticeText);
    auto *tools = new FlowLayout(nullptr, 6, 6);
    m_toggle = makeButton(tr("Preview"), ButtonKind::Chip, theme, page, QStringLiteral("eye"));
    m_toggle->setToolTip(tr("Shows the text as it reads"));
    m_read = makeButton(tr("Read from Notion"), ButtonKind::Normal, theme, page, QStringLiteral("download"));
    tools->addWidget(m_toggle);
    tools->addWidget(m_read);
    m_column->addLayout(tools);

    m_stack = new QStackedWidget(page);
    m_editor = new QPlainTextEdit(m_stack);
    m_editor->setTabChangesFocus(true);
    m_editor->setAccessibleName(tr("Page content"));
    m_editor->setPlaceholderText(tr("Write here. Markdown gives it form: # heading, - list, **bold**"));
    m_preview = new PagePreview(m_context, m_stack);
    m_preview->setAccessibleName(tr("Page content as it reads"));
    m_stack->addWidget(m_editor);
    m_stack->addWidget(m_preview);
    m_stack->setMinimumHeight(fontMetrics().lineSpacing() * LeastTextLines);
    m_column->addWidget(m_stack, 1);
    m_bar = new QWidget(page);
    auto *bar = new FlowLayout(m_bar, 6, 6);
    bar->setContentsMargins(0, 0, 0, 0);
    m_save = makeButton(tr("Save"), ButtonKind::Primary, theme, m_bar);
    m_discard = makeButton(tr("Discard"), ButtonKind::Quiet, theme, m_bar);
    bar->addWidget(m_save);
    bar->addWidget(m_discard);
    m_column->addWidget(m_bar);
    return page;
}

void RecordTextPanel::show(const QString &record, const QString &title)
{
    if (record == m_record) {
        m_title = title;
        return refresh();
    }
    putAside();
    ++m_question;
    m_record = record;
    m_title = title;
    m_text = {};
    m_known = m_saving = m_reading = m_wasRead = false;
    m_problem->hide();
    m_notice->hide();
    endConflict();
    fill({});
    if (const auto draft = m_drafts.find(record); draft != m_drafts.end()) {
        const Draft mine = *draft;
        m_drafts.erase(draft);
        fill(mine.base);
        m_editor->setPlainText(mine.text);
        if (m_toggle->isChecked())
            m_preview->showMarkdown(mine.text);
    }
    showState();
    refresh();
}

void RecordTextPanel::putAside()
{
    if (m_dirty && !m_record.isEmpty())
        m_drafts.insert(m_record, {m_title, m_base, typed()});
}

void RecordTextPanel::forget(const QString &record)
{
    m_drafts.remove(record);
    if (record != m_record)
        return;
    ++m_question;
    m_record.clear();
    m_text = {};
    m_known = false;
    endConflict();
    fill({});
    showState();
}

QStringList RecordTextPanel::unsaved() const
{
    QStringList titles;
    if (m_dirty)
        titles << m_title;
    for (const Draft &draft : m_drafts)
        titles << draft.title;
    titles.sort();
    return titles;
}

void RecordTextPanel::refresh()
{
    if (m_record.isEmpty())
        return;
    if (m_loading || m_saving) {
        m_again = true;
        return;
    }
    m_loading = true;
    m_again = false;
    m_states->beginLoading();
    m_context.engine.ask(api::RecordTextQuery{m_record}, this, [this, question = m_question](const Result<api::RecordText> &text) {
        m_loading = false;
        if (question != m_question) { // another record, or the text was saved meanwhile
            refresh();
            return;
        }
        if (text)
            take(*text);
        else
            m_states->showFailure({tr("The page content could not be read."), m_context.ticker.now(),
                                   m_dirty ? tr("What you typed is kept.") : QString(), text.error(), [this] { refresh(); }});
        if (m_again)
            refresh();
    });
}

void RecordTextPanel::take(const api::RecordText &text)
{
    m_known = true;
    m_text = text;
    if (!m_dirty && !isComposing()) {
        endConflict();
        fill(text.text);
    } else if (m_dirty && lined(text.text) == typed()) {
        endConflict();
        rebase(text.text); // the other one wrote the same
    }
    const bool other = m_dirty && !m_conflict && text.text != m_base;
    const QString by = who(text.changedBy);
    m_noticeText->setText(by.isEmpty() ? tr("The page content was changed just now. What you typed is kept; saving shows both.")
                                       //: %1 is who changed the text inside a record's page
                                       : tr("%1 changed the page content just now. What you typed is kept; saving shows both.").arg(by));
    m_notice->setVisible(other);
    showState();
    m_states->showContent();
    readByItself();
}

QString RecordTextPanel::typed() const
{
    return lined(m_editor->document()->toRawText()); // toPlainText() would make no-break spaces ordinary ones
}

bool RecordTextPanel::isComposing() const
{
    const QTextBlock block = m_editor->textCursor().block();
    return block.layout() && !block.layout()->preeditAreaText().isEmpty();
}

void RecordTextPanel::fill(const QString &text)
{
    if (text != m_base || typed() != m_shown) {
        const QSignalBlocker quiet(m_editor);
        const int at = m_editor->textCursor().position();
        const int top = m_editor->verticalScrollBar()->value();
        m_editor->setPlainText(text);
        QTextCursor cursor = m_editor->textCursor();
        cursor.setPosition(std::min(at, m_editor->document()->characterCount() - 1));
        m_editor->setTextCursor(cursor);
        m_editor->verticalScrollBar()->setValue(top);
    }
    rebase(text);
    m_shown = typed();
    onEdited();
    if (m_toggle->isChecked())
        m_preview->showMarkdown(typed());
}

void RecordTextPanel::rebase(const QString &text)
{
    m_base = text;
    m_shown = lined(text);
    onEdited();
}

void RecordTextPanel::replaceBy(const QString &text)
{
    QTextCursor cursor(m_editor->document());
    cursor.select(QTextCursor::Document);
    cursor.insertText(text);
    if (m_toggle->isChecked())
        m_preview->showMarkdown(typed());
}

void RecordTextPanel::onEdited()
{
    m_dirty = typed() != m_shown;
    const bool may = whyReadOnly().isEmpty();
    m_bar->setVisible(may || m_dirty);
    m_save->setEnabled(m_dirty && may && m_known && !m_saving && !m_conflict);
    m_discard->setEnabled(m_dirty && !m_saving && !m_conflict);
    for (QPushButton *button : {m_save, m_discard})
        button->setToolTip(m_dirty ? QString() : tr("Nothing is changed."));
}

QString RecordTextPanel::whyReadOnly() const
{
    if (!m_text.readOnly.isEmpty()) {
        const QString why = engineSentence(m_text.readOnly);
        return why.endsWith(QLatin1Char('.')) ? why : why + QLatin1Char('.');
    }
    return m_context.engine.caller().role >= api::Role::Operator ? QString() : tr("Changing it needs the role operator.");
}

bool RecordTextPanel::hasPage() const
{
    return m_known && m_text.state != QLatin1String("none") && m_text.state != QLatin1String("here");
}

QString RecordTextPanel::who(const QString &name) const
{
    return m_names.people.agent(name) ? m_names.people.agentName(name) : m_names.people.personName(name);
}

void RecordTextPanel::showState()
{
    const QString why = whyReadOnly();
    m_readOnly->setText(why);
    m_readOnly->setVisible(m_known && !why.isEmpty());
    setStyleProperty(m_editor, "readOnly", !m_known || !why.isEmpty());
    QStringList error;
    if (m_text.state == QLatin1String("parked")) {
        error << engineSentence(m_text.error);
        if (!m_text.mend.isEmpty())
            //: How to mend what could not be sent
            error << tr("To mend it: %1").arg(engineWords(m_text.mend));
        error.removeAll(QString());
    }
    m_error->setText(error.join(QLatin1Char('\n')));
    m_error->setVisible(!error.isEmpty());
    const bool may = m_context.engine.caller().role >= api::Role::Operator;
    m_read->setEnabled(may && hasPage() && !m_reading);
    m_read->setToolTip(!may                    ? tr("Needs the role operator.")
                       : m_reading             ? tr("The page is being read.")
                       : hasPage() || !m_known ? tr("Fetches the text inside the page")
                                               : tr("This record has no page in Notion."));
    onEdited();
    tick();
}

void RecordTextPanel::tick()
{
    const QDateTime now = m_context.ticker.now();
    const QString state = m_reading ? tr("The page is being read from Notion…") : m_known ? pageTextSentence(m_text) : QString();
    if (m_state->text() != state)
        m_state->setText(state);
    QStringList about;
    if (m_text.changedAt.isValid()) {
        const QString by = who(m_text.changedBy);
        const QString at = momentText(m_text.changedAt, now);
        //: %1 is a moment such as "10:42"
        about << (by.isEmpty() ? tr("changed %1").arg(at)
                               //: %1 is a moment such as "10:42", %2 who changed the text
                               : tr("changed %1 by %2").arg(at, by));
    }
    if (m_text.readAt.isValid())
        //: %1 is a moment such as "10:42"
        about << tr("read in Notion %1").arg(momentText(m_text.readAt, now));
    const QString text = withCapital(about.join(QStringLiteral(" · ")));
    if (m_about->text() != text)
        m_about->setText(text);
    m_about->setVisible(!text.isEmpty());
}

void RecordTextPanel::showPreview(bool on)
{
    if (m_toggle->isChecked() != on) {
        m_toggle->setChecked(on); // which comes here again
        return;
    }
    if (on)
        m_preview->showMarkdown(typed());
    m_stack->setCurrentWidget(on ? static_cast<QWidget *>(m_preview) : m_editor);
}

void RecordTextPanel::save()
{
    if (m_save->isEnabled())
        put();
}

void RecordTextPanel::discard()
{
    const QString stored = m_known ? m_text.text : m_base;
    m_problem->hide();
    m_notice->hide();
    replaceBy(stored);
    rebase(stored);
}

void RecordTextPanel::put()
{
    const QString text = typed();
    ++m_question; // what was asked before knows nothing of this
    m_saving = true;
    m_problem->hide();
    m_notice->hide();
    onEdited();
    m_context.engine.submit(api::WriteRecordText{m_record, text, m_base}, this, [this, id = m_record, text](const Result<api::Receipt> &receipt) {
        if (id == m_record)
            answered(receipt, text);
        else
            answeredLate(id, receipt, text);
    });
}

void RecordTextPanel::answered(const Result<api::Receipt> &receipt, const QString &text)
{
    ++m_question;
    if (!receipt && receipt.error().code == Errc::Conflict)
        return meetConflict(receipt.error());
    m_saving = false;
    if (receipt) {
        rebase(text);
        m_context.toasts.show(tr("Saved"), Tone::Ok);
        refresh();
        return;
    }
    onEdited();
    sayProblem(tr("The page content was not saved."), receipt.error());
    if (m_again)
        refresh();
}

void RecordTextPanel::answeredLate(const QString &record, const Result<api::Receipt> &receipt, const QString &text)
{
    const auto draft = m_drafts.find(record);
    if (receipt) {
        m_context.toasts.show(tr("Saved"), Tone::Ok);
        if (draft != m_drafts.end() && draft->text == text)
            m_drafts.erase(draft);
        else if (draft != m_drafts.end())
            draft->base = text;
        return;
    }
    if (draft != m_drafts.end())
        //: %1 title of a record, %2 why not, a sentence
        m_context.toasts.show(Toast{tr("The page content of “%1” was not saved; what you typed is kept. %2").arg(draft->title, errorSentence(receipt.error())),
                                    Tone::Danger, {}, {}, errorDetails(receipt.error())});
}

void RecordTextPanel::meetConflict(const Error &refused)
{
    m_context.engine.ask(api::RecordTextQuery{m_record}, this, [this, id = m_record, refused](const Result<api::RecordText> &theirs) {
        if (id != m_record)
            return;
        m_saving = false;
        if (!theirs) {
            onEdited();
            sayProblem(tr("Somebody else changed the page content, and it could not be read again."), theirs.error());
            return;
        }
        m_text = *theirs;
        if (lined(theirs->text) == typed())
            rebase(theirs->text); // the other one wrote the same
        else if (theirs->readOnly.isEmpty() && theirs->text != m_base)
            showConflict(*theirs);
        else
            sayProblem(tr("The page content was not saved."), refused);
        showState();
        if (m_again)
            refresh();
    });
}

void RecordTextPanel::showConflict(const api::RecordText &theirs)
{
    endConflict();
    m_conflict = new TextConflictBox(m_context, who(theirs.changedBy), theirs.text, m_column->parentWidget());
    connect(m_conflict, &TextConflictBox::mineKept, this, [this, text = theirs.text] {
        endConflict();
        rebase(text);
        m_editor->setFocus();
        if (m_dirty)
            put();
    });
    connect(m_conflict, &TextConflictBox::theirsTaken, this, [this, text = theirs.text] {
        endConflict();
        replaceBy(text);
        rebase(text);
        m_editor->setFocus();
        refresh();
    });
    m_column->insertWidget(m_column->indexOf(m_stack), m_conflict);
    tabAfter(m_read, m_conflict);
    m_conflict->show();
    m_notice->hide();
    m_conflict->takeFocus();
}

void RecordTextPanel::endConflict()
{
    if (!m_conflict)
        return;
    m_conflict->hide();
    m_conflict->deleteLater();
    m_conflict = nullptr;
}

void RecordTextPanel::readFromNotion()
{
    if (m_reading || m_record.isEmpty())
        return;
    m_reading = true;
    m_wasRead = true;
    m_problem->hide();
    showState();
    m_context.engine.submit(api::ReadRecordText{m_record}, this, [this, id = m_record](const Result<api::Receipt> &receipt) {
        if (id != m_record)
            return;
        m_reading = false;
        if (!receipt)
            sayProblem(tr("The page in Notion could not be read."), receipt.error());
        showState();
        refresh();
    });
}

void RecordTextPanel::readByItself()
{
    const bool may = m_context.engine.caller().role >= api::Role::Operator;
    if (isVisible() && may && m_known && !m_wasRead && m_text.state == QLatin1String("unread"))
        readFromNotion();
}

void RecordTextPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    readByItself();
}

void RecordTextPanel::sayProblem(const QString &what, const Error &error)
{
    m_problemText->setText(what + QLatin1Char(' ') + whyInSentences(error));
    m_problem->show();
    QAccessibleEvent event(m_problemText, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

} // namespace hs::ui
