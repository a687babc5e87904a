#pragma once

#include <optional>

#include <QHash>
#include <QTextDocument>
#include <QWidget>

#include "engine/api/knowledge.h"
#include "ui/knowledge/document_text.h"
#include "ui/knowledge/knowledge_words.h"
#include "ui/shell/view_context.h"

class QLabel;
class QPushButton;
class QStackedWidget;
class QTextBrowser;
class QToolButton;
class QVBoxLayout;

namespace hs::ui {

class Chip;
class ContentStates;
class FlowLayout;
class FoldBox;
class PdfView;

/// A passage where it stands: its document's text with the passage marked, of a PDF file on this computer also the page as a
/// picture. Above it what can be done with it, why it was found, and whether the document changed since.
class PassagePreview final : public QWidget {
    Q_OBJECT
public:
    explicit PassagePreview(ViewContext &context, QWidget *parent = nullptr);

    /// `model`: who compared meanings.
    void showPassage(const api::KnowledgePassage &passage, const QString &model);
    void showPlace(const KnowledgePlace &place);
    void clear();
    void refresh();  ///< the document may be another one now
    /// What is shown; a place without a search has a passage that is only its text.
    [[nodiscard]] const std::optional<api::KnowledgePassage> &passage() const { return m_passage; }
    [[nodiscard]] const std::optional<KnowledgePlace> &place() const { return m_place; }
    [[nodiscard]] const std::optional<api::KnowledgeText> &text() const { return m_text; }
    /// Buttons for what the owner lets people do here.
    void setActions(const QList<QAction *> &actions);
    void setReported(const api::Id &document, const QString &why);
    void setBack(bool back); ///< the button leads back to a list; else it closes
    [[nodiscard]] FoldBox &why() const { return *m_why; }
    [[nodiscard]] PdfView &pdf() const { return *m_pdf; }
    [[nodiscard]] QTextBrowser &browser() const { return *m_browser; }
    [[nodiscard]] bool showsPage() const; ///< the picture of a page, not the text
    [[nodiscard]] QString notice() const; ///< that the source changed; empty: it did not
    [[nodiscard]] QWidget *firstFocus();

Q_SIGNALS:
    void closeAsked();
    void changed(); ///< another passage, or more is known of it

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void makeHead(QVBoxLayout *column);
    void ask();
    void take(api::KnowledgeText text);
    void write(qint64 around);
    void showHead();
    void showWhy();
    void showNotice();
    void openPage();
    void showView(bool page);

    ViewContext &m_context;
    std::optional<api::KnowledgePassage> m_passage;
    std::optional<KnowledgePlace> m_place;
    std::optional<api::KnowledgeText> m_text;
    QString m_model;
    DocumentText m_writer;
    quint64 m_asked = 0;
    QString m_shownKey; ///< what is laid out

    QToolButton *m_close;
    QToolButton *m_lastButton = nullptr; ///< of the actions, for the Tab key
    QLabel *m_title;
    QLabel *m_line;
    Chip *m_reported;
    QWidget *m_buttons;
    QWidget *m_whyHolder;
    FoldBox *m_why;
    QWidget *m_noticeBox;
    QLabel *m_notice;
    QPushButton *m_pageTab;
    QPushButton *m_textTab;
    QWidget *m_tabs;
    QPushButton *m_earlier;
    QPushButton *m_later;
    ContentStates *m_states;
    QStackedWidget *m_stack;
    QWidget *m_textPage;
    QTextBrowser *m_browser;
    PdfView *m_pdf;
};

} // namespace hs::ui
