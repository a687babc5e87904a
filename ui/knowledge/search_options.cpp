#include "ui/knowledge/search_options.h"

#include <algorithm>
#include <cmath>

#include <QButtonGroup>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QVBoxLayout>

#include "ui/knowledge/knowledge_words.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {
const QString ModeKey = QStringLiteral("knowledge/mode");
const QString ShareKey = QStringLiteral("knowledge/meaningShare");
const QString ByModelKey = QStringLiteral("knowledge/byModel");
constexpr int UsualShare = 50;
}

SearchOptions::SearchOptions(ViewContext &context, QWidget *parent) : QWidget(parent), m_context(context)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 2, 0, 2);
    column->setSpacing(6);
    auto *modes = new FlowLayout(nullptr, 6, 4);
    auto *group = new QButtonGroup(this);
    for (const api::KnowledgeMode mode : {api::KnowledgeMode::Hybrid, api::KnowledgeMode::Words, api::KnowledgeMode::Meaning}) {
        QPushButton *button = makeButton(modeName(mode), ButtonKind::Chip, context.theme, this);
        group->addButton(button, int(mode));
        modes->addWidget(button);
        m_modes[int(mode)] = button;
    }
    column->addLayout(modes);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    m_words = makeLabel(tr("Exact words"), TextStyle::Small, Token::Text2, this);
    m_share = new QSlider(Qt::Horizontal, this);
    m_share->setRange(LeastShare, MostShare);
    m_share->setSingleStep(5);
    m_share->setPageStep(10);
    m_share->setAccessibleName(tr("How much meaning counts beside exact words, in percent"));
    m_meaning = makeLabel(tr("Meaning"), TextStyle::Small, Token::Text2, this);
    row->addWidget(m_words);
    row->addWidget(m_share, 1);
    row->addWidget(m_meaning);
    column->addLayout(row);
    m_byModel = new QCheckBox(tr("Worded by a model"), this);
    m_byModel->setToolTip(tr("A language model words the answer where one is set up. Without, it is made of the sources' own sentences."));
    m_byModel->setAccessibleDescription(m_byModel->toolTip());
    column->addWidget(m_byModel);

    const int mode = context.preferences.value(ModeKey).toInt();
    m_mode = mode >= 0 && mode <= 2 ? api::KnowledgeMode(mode) : api::KnowledgeMode::Hybrid;
    const QVariant share = context.preferences.value(ShareKey);
    m_share->setValue(share.isValid() ? std::clamp(share.toInt(), LeastShare, MostShare) : UsualShare);
    const QVariant byModel = context.preferences.value(ByModelKey);
    m_byModel->setChecked(!byModel.isValid() || byModel.toBool());
    connect(group, &QButtonGroup::idClicked, this, [this](int id) { setMode(api::KnowledgeMode(id)); });
    connect(m_share, &QSlider::valueChanged, this, [this] {
        showState();
        keep();
        if (!m_share->isSliderDown()) // while it is dragged, its end counts
            Q_EMIT changed();
    });
    connect(m_share, &QSlider::sliderReleased, this, &SearchOptions::changed);
    connect(m_byModel, &QCheckBox::toggled, this, &SearchOptions::keep);
    showState();
}

double SearchOptions::meaningShare() const
{
    return m_share->value() / 100.0;
}

bool SearchOptions::byModel() const
{
    return m_byModel->isChecked();
}

void SearchOptions::setMode(api::KnowledgeMode mode)
{
    const bool other = m_mode != mode;
    m_mode = mode;
    showState();
    keep();
    if (other)
        Q_EMIT changed();
}

void SearchOptions::setMeaningShare(double share)
{
    m_share->setValue(std::clamp(int(std::lround(share * 100)), LeastShare, MostShare));
}

void SearchOptions::keep()
{
    m_context.preferences.setValue(ModeKey, int(m_mode));
    m_context.preferences.setValue(ShareKey, m_share->value());
    m_context.preferences.setValue(ByModelKey, m_byModel->isChecked());
}

void SearchOptions::showState()
{
    m_modes[int(m_mode)]->setChecked(true);
    const bool both = m_mode == api::KnowledgeMode::Hybrid;
    m_share->setEnabled(both);
    const QString reason = both ? tr("Meaning counts %1").arg(percentText(meaningShare())) : tr("Only where words and meaning both count.");
    m_share->setToolTip(reason);
    m_share->setAccessibleDescription(reason);
}

} // namespace hs::ui
