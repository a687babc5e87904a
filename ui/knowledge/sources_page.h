#pragma once

#include <QTimer>
#include <QWidget>

#include "engine/api/knowledge.h"
#include "ui/shell/view_context.h"

class QLabel;
class QPushButton;
class QToolButton;

namespace hs::ui {

class BoundedArea;
class ContentStates;
class DocumentModel;
class SearchField;
class SourceModel;
class TwoPanes;
class VirtualList;

/// Where knowledge comes from: each source with its state, how fresh it is and what could not be read; and the documents of the
/// chosen one. Removing can be taken back. GUI thread; never waits.
class SourcesPage final : public QWidget {
    Q_OBJECT
public:
    static constexpr int UndoSeconds = 10;

    explicit SourcesPage(ViewContext &context, QWidget *parent = nullptr);

    void refresh();     ///< asks for the sources, and for the documents that are shown
    void refreshSoon(); ///< after changes, which come by the dozen
    void tick();
    void openSource(const QString &id);
    void closeSource();
    void find();        ///< to the documents' field where a source is open
    [[nodiscard]] QWidget *firstFocus();

    void readAgain(bool all); ///< the chosen source, or every one; `all`: also what did not change
    void remove();
    void openPlace();
    void showDocument();      ///< the chosen document's text
    void reportDocument();
    void removeDocument();    ///< of a note

    [[nodiscard]] const std::vector<api::KnowledgeSource> &sources() const { return m_sources; }
    [[nodiscard]] const QString &open() const { return m_open; } ///< id of the source whose documents are shown
    [[nodiscard]] SourceModel &model() const { return *m_model; }
    [[nodiscard]] DocumentModel &documents() const { return *m_documents; }
    [[nodiscard]] VirtualList &list() const { return *m_list; }
    [[nodiscard]] VirtualList &documentList() const { return *m_documentList; }
    [[nodiscard]] QPushButton *failedChip() const { return m_failedOnly; }
    [[nodiscard]] QPushButton *removeButton() const { return m_remove; }
    [[nodiscard]] ContentStates &states() const { return *m_states; }
    [[nodiscard]] const api::KnowledgeSource *chosen() const; ///< null: none

Q_SIGNALS:
    void sourcesRead(); ///< `sources` are others
    void addFolderAsked();
    void addMenuAsked(QWidget *under);
    void documentAsked(const QString &document); ///< to be shown where passages are
    void reported(const QString &document, const QString &why);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeSources();
    QWidget *makeDocuments();
    void take(std::vector<api::KnowledgeSource> sources);
    void askDocuments();
    void showSource();
    void showDocumentActs();
    void submit(api::Command command, const QString &failure, std::function<void()> then = {});
    [[nodiscard]] const api::KnowledgeDocument *chosenDocument() const;
    [[nodiscard]] bool mayWork() const;

    ViewContext &m_context;
    std::vector<api::KnowledgeSource> m_sources;
    QString m_open;
    QTimer m_soon;
    bool m_asking = false;
    bool m_again = false;

    ContentStates *m_states;
    TwoPanes *m_panes;
    SourceModel *m_model;
    VirtualList *m_list;
    QPushButton *m_add;
    QPushButton *m_refreshAll;
    DocumentModel *m_documents;
    ContentStates *m_documentStates;
    VirtualList *m_documentList;
    QWidget *m_documentsPane;
    BoundedArea *m_sourceHead;
    QLabel *m_title;
    QLabel *m_place;
    QLabel *m_trouble;
    QToolButton *m_back;
    QPushButton *m_look;
    QPushButton *m_readAgain;
    QPushButton *m_remove;
    QPushButton *m_openPlace;
    SearchField *m_field;
    QPushButton *m_failedOnly;
    QLabel *m_said;
    QWidget *m_documentActs;
    QPushButton *m_showText;
    QPushButton *m_report;
    QPushButton *m_removeNote;
};

} // namespace hs::ui
