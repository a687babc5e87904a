#pragma once

#include <optional>

#include <QTimer>
#include <QWidget>

#include "engine/api/knowledge.h"
#include "ui/knowledge/knowledge_words.h"
#include "ui/shell/view_context.h"

class QLabel;
class QPushButton;
class QToolButton;

namespace hs::ui {

class AnswerCard;
class BoundedArea;
class ContentStates;
class FacetRow;
class PassageModel;
class PassagePreview;
class SearchField;
class SearchOptions;
class TwoPanes;
class VirtualList;

/// One field for questions and words. Typing searches, Enter asks; what is answered to an older question is dropped. Below it
/// what Atlas says, the passages, and the chosen one where it stands. GUI thread; never waits.
class SearchPage final : public QWidget {
    Q_OBJECT
public:
    static constexpr int FirstLimit = 20; ///< passages that are asked for at first
    static constexpr int MostPassages = 100;

    explicit SearchPage(ViewContext &context, QWidget *parent = nullptr);

    void setStudio(const std::vector<api::KnowledgeSource> &sources); ///< for what is said when nothing is asked
    void setStatus(const api::KnowledgeStatus &status);
    void search(const QString &text); ///< as if typed
    void ask(const QString &question); ///< as if typed and Enter pressed
    void showPlace(const KnowledgePlace &place);
    /// A passage by its number alone ("psg_…"): shown where it stands.
    void showPassage(const QString &id);
    void refresh();   ///< the same question once more
    void indexChanged(); ///< more can be found than before
    void focusField();

    /// What actions are about: the passage in the preview, else the current row; null: none.
    [[nodiscard]] const api::KnowledgePassage *current() const;
    void setActions(const QList<QAction *> &actions);
    void setReported(const api::Id &document, const QString &why);
    void toggleWhy();
    void closePreview();

    [[nodiscard]] QString text() const { return m_text; }
    [[nodiscard]] bool asked() const { return m_asked; }
    [[nodiscard]] SearchField &field() const { return *m_field; }
    [[nodiscard]] SearchOptions &options() const { return *m_options; }
    [[nodiscard]] FacetRow &facets() const { return *m_facets; }
    [[nodiscard]] AnswerCard &card() const { return *m_card; }
    [[nodiscard]] PassageModel &model() const { return *m_model; }
    [[nodiscard]] VirtualList &list() const { return *m_list; }
    [[nodiscard]] PassagePreview &preview() const { return *m_preview; }
    [[nodiscard]] TwoPanes &panes() const { return *m_panes; }
    [[nodiscard]] ContentStates &states() const { return *m_states; }
    [[nodiscard]] QToolButton *optionsButton() const { return m_optionsButton; }
    [[nodiscard]] QPushButton *correctionButton() const { return m_mend; }
    [[nodiscard]] QString noteWords() const; ///< what is said of the typed text: mended words, what was not understood

Q_SIGNALS:
    void currentChanged();
    void addFolderAsked();
    void sourcesAsked();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeResults();
    [[nodiscard]] api::KnowledgeFilter filter() const;
    void startSearch(int limit);
    void startAsk();
    void takeFound(api::KnowledgeFound found, bool numbered);
    void takeAnswer(api::KnowledgeAnswer answer);
    void showNotes(const api::KnowledgeFound &found);
    void showState();
    void showStart();
    void showNothing();
    void choose(int row, bool focusPreview);
    void openChosen();
    void fitParts();
    [[nodiscard]] bool hasSources() const;

    ViewContext &m_context;
    QString m_text;
    bool m_asked = false;      ///< the results are an answer's
    bool m_answered = false;   ///< something came for `m_text`
    QString m_foundText;       ///< what the shown passages were found for
    int m_limit = FirstLimit;
    quint64 m_searchNumber = 0;
    quint64 m_askNumber = 0;
    QString m_compared;        ///< who compared meanings
    bool m_sourcesKnown = false;
    int m_own = 0;             ///< sources that people added
    api::KnowledgeStatus m_status;
    QTimer m_searchSoon;
    QTimer m_previewSoon;
    QTimer m_again;

    SearchField *m_field;
    QToolButton *m_optionsButton;
    SearchOptions *m_options;
    FacetRow *m_facets;
    QWidget *m_notes;
    QLabel *m_corrected;
    QPushButton *m_mend;
    QLabel *m_findings;
    ContentStates *m_states;
    TwoPanes *m_panes;
    QWidget *m_results;
    BoundedArea *m_cardArea;
    AnswerCard *m_card;
    QLabel *m_nearest;
    PassageModel *m_model;
    VirtualList *m_list;
    PassagePreview *m_preview;
};

} // namespace hs::ui
