#pragma once

#include <QListView>
#include <QWidget>

#include "ui/lists/virtual_list.h"
#include "ui/runs/compare_models.h"
#include "ui/shell/view_context.h"
#include "ui/states/content_states.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/search_field.h"

class QCheckBox;
class QPushButton;
class QStackedWidget;

namespace hs::ui {

/// Two runs beside each other. The second is chosen by number or title, or is the one before of the same workflow.
class RunComparePage final : public QWidget {
    Q_OBJECT
public:
    explicit RunComparePage(ViewContext &context, QWidget *parent = nullptr);

    void open(const api::WorkflowRow &first); ///< begins with the choice
    void compareWith(const api::Id &second);
    void comparePrevious();
    [[nodiscard]] RunPairModel &pairs() { return m_pairs; }
    [[nodiscard]] RunChoiceModel &choices() { return m_choices; }
    [[nodiscard]] const api::Id &second() const { return m_second; }
    [[nodiscard]] QWidget *firstFocus();

Q_SIGNALS:
    void stepWanted(qint64 seq); ///< of the first run

private:
    void search();
    void showChoice();
    void showResult(api::RunComparison comparison);

    ViewContext &m_context;
    api::WorkflowRow m_first;
    api::Id m_second;
    quint64 m_generation = 0;

    RunChoiceModel m_choices;
    RunPairModel m_pairs;
    QStackedWidget *m_pages;
    SearchField *m_search;
    QPushButton *m_previous;
    VirtualList *m_found;
    ContentStates *m_foundStates;
    ElidedLabel *m_firstHead;
    ElidedLabel *m_secondHead;
    QLabel *m_summary;
    QPushButton *m_other;
    QCheckBox *m_only;
    VirtualList *m_list;
    ContentStates *m_listStates;
};

} // namespace hs::ui
