#include "ui/knowledge/check_dialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/knowledge/knowledge_words.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/search_field.h"

namespace hs::ui {

namespace {
constexpr int DocumentIdRole = Qt::UserRole + 1;
constexpr int MostOffered = 50;
constexpr int LongestQuestion = 1'000;
}

CheckDialog::CheckDialog(ViewContext &context, api::KnowledgeCheck check, QWidget *parent)
    : QDialog(parent), m_context(context), m_check(std::move(check))
{
    setObjectName(QStringLiteral("checkDialog"));
    setWindowTitle(m_check.id.isEmpty() ? tr("Add a test question") : tr("Change the test question"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(8);
    column->addWidget(makeWrappingLabel(tr("A question as people ask it, and the document that answers it."), TextStyle::Body, Token::Text2, this));
    m_question = new QLineEdit(m_check.question, this);
    m_question->setMaxLength(LongestQuestion);
    m_question->setPlaceholderText(tr("Question"));
    m_question->setAccessibleName(m_question->placeholderText());
    column->addWidget(m_question);
    m_none = new QCheckBox(tr("No source answers it; it should be refused"), this);
    m_none->setChecked(!m_check.id.isEmpty() && m_check.document.isEmpty());
    column->addWidget(m_none);
    m_field = new SearchField(context.theme, tr("Find the document"), this);
    column->addWidget(m_field);
    m_documents = new QListWidget(this);
    m_documents->setAccessibleName(tr("Documents"));
    column->addWidget(m_documents, 1);
    m_said = makeWrappingLabel({}, TextStyle::Small, Token::Text2, this);
    m_said->hide();
    column->addWidget(m_said);
    auto *buttons = new QDialogButtonBox(this);
    m_save = buttons->addButton(tr("Save"), QDialogButtonBox::AcceptRole);
    m_save->setProperty("kind", QStringLiteral("primary"));
    m_save->setDefault(true);
    buttons->addButton(QDialogButtonBox::Cancel);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_question, &QLineEdit::textChanged, this, &CheckDialog::updateSave);
    connect(m_none, &QCheckBox::toggled, this, &CheckDialog::updateSave);
    connect(m_documents, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem *item) {
        if (item) {
            m_check.document = item->data(DocumentIdRole).toString();
            m_check.documentTitle = item->text();
        }
        updateSave();
    });
    connect(m_field, &SearchField::searched, this, &CheckDialog::ask);
    updateSave();
    resize(460, 440);
    ask({});
}

void CheckDialog::ask(const QString &text)
{
    api::KnowledgeDocumentQuery query;
    query.text = text;
    query.window.limit = MostOffered;
    m_context.engine.ask(query, this, [this, number = ++m_number](Result<api::Page<api::KnowledgeDocument>> page) {
        if (number != m_number)
            return;
        const QSignalBlocker quiet(m_documents);
        m_documents->clear();
        m_said->setVisible(!page || page->rows.empty());
        if (!page) {
            m_said->setText(tr("The documents could not be read. %1").arg(failureSentence(page.error())));
            return;
        }
        m_said->setText(tr("No such document."));
        bool there = false;
        for (const api::KnowledgeDocument &document : page->rows) {
            auto *item = new QListWidgetItem(document.title.isEmpty() ? document.place : document.title, m_documents);
            item->setData(DocumentIdRole, document.id);
            item->setToolTip(document.place);
            if (document.id == m_check.document) {
                there = true;
                m_documents->setCurrentItem(item);
            }
        }
        if (!there && !m_check.document.isEmpty()) { // the one it has stays on top, whatever is looked for
            auto *item = new QListWidgetItem(m_check.documentTitle.isEmpty() ? m_check.document : m_check.documentTitle);
            item->setData(DocumentIdRole, m_check.document);
            m_documents->insertItem(0, item);
            m_documents->setCurrentItem(item);
        }
        updateSave();
    });
}

void CheckDialog::updateSave()
{
    const bool none = m_none->isChecked();
    m_field->setEnabled(!none);
    m_documents->setEnabled(!none);
    m_save->setEnabled(!m_question->text().trimmed().isEmpty() && (none || !m_check.document.isEmpty()));
}

api::KnowledgeCheck CheckDialog::check() const
{
    api::KnowledgeCheck made = m_check;
    made.question = m_question->text().trimmed();
    if (m_none->isChecked()) {
        made.document.clear();
        made.documentTitle.clear();
    }
    return made;
}

} // namespace hs::ui
