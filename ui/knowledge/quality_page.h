#pragma once

#include <array>
#include <optional>
#include <vector>

#include <QWidget>

#include "engine/api/knowledge.h"
#include "ui/shell/view_context.h"

class QComboBox;
class QFrame;
class QGridLayout;
class QLabel;
class QPushButton;
class QSlider;

namespace hs::ui {

class BoundedArea;
class ContentStates;
class LoadingBar;
class QualityModel;
class SearchOptions;
class VirtualList;

/// How well the studio's own questions find their documents: under the present settings and, beside them, under changed ones,
/// before anything is changed. GUI thread; never waits.
class QualityPage final : public QWidget {
    Q_OBJECT
public:
    /// `options` are the present settings and outlive this.
    QualityPage(ViewContext &context, SearchOptions &options, QWidget *parent = nullptr);

    void refresh();
    void run();       ///< tries all questions under both settings
    void cancel();
    void apply();     ///< the changed settings become the present ones
    void addCheck(api::KnowledgeCheck check = {}); ///< opens the dialog
    void editCheck();
    void removeCheck();
    [[nodiscard]] QWidget *firstFocus();

    [[nodiscard]] QualityModel &model() const { return *m_model; }
    [[nodiscard]] VirtualList &list() const { return *m_list; }
    [[nodiscard]] QComboBox *modeBox() const { return m_mode; }
    [[nodiscard]] QSlider *slider() const { return m_share; }
    [[nodiscard]] QPushButton *runButton() const { return m_run; }
    [[nodiscard]] QPushButton *applyButton() const { return m_apply; }
    [[nodiscard]] QString figure(int row, int column) const; ///< of the table of measures; column 0: now, 1: changed
    [[nodiscard]] ContentStates &states() const { return *m_states; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeHead();
    void makeFigures(QGridLayout *grid);
    void showFigures();
    void showButtons();
    void take(bool other, Result<api::KnowledgeQuality> quality);
    void save(const api::KnowledgeCheck &check);
    void tellFailure(const QString &what, const Error &error);

    ViewContext &m_context;
    SearchOptions &m_options;
    std::optional<api::KnowledgeQuality> m_now;
    std::optional<api::KnowledgeQuality> m_other;
    quint64 m_number = 0; ///< of the trial under way
    int m_waiting = 0;    ///< answers of it
    api::KnowledgeMode m_triedMode = api::KnowledgeMode::Hybrid; ///< what `m_other` was tried with
    double m_triedShare = 0.5;

    ContentStates *m_states;
    QualityModel *m_model;
    VirtualList *m_list;
    BoundedArea *m_head;
    QLabel *m_present;
    QComboBox *m_mode;
    QSlider *m_share;
    QLabel *m_shareText;
    QPushButton *m_run;
    QPushButton *m_cancel;
    QPushButton *m_apply;
    LoadingBar *m_bar;
    QWidget *m_table;
    std::vector<std::array<QLabel *, 2>> m_figures;
    QPushButton *m_add;
    QPushButton *m_edit;
    QPushButton *m_remove;
};

} // namespace hs::ui
