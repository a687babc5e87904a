#include "ui/integrations/notion_progress.h"

#include <algorithm>

#include <QLabel>
#include <QProgressBar>
#include <QVBoxLayout>

#include "ui/text/notion_text.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

NotionProgress::NotionProgress(QWidget *parent)
    : QWidget(parent), m_text(makeWrappingLabel({}, TextStyle::Body, Token::Text, this)), m_bar(new QProgressBar(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    m_bar->setTextVisible(false);
    column->addWidget(m_text);
    column->addWidget(m_bar);
    hide();
}

void NotionProgress::setStatus(const api::NotionStatus &status)
{
    const QString text = notionSetUp(status);
    if (m_text->text() != text)
        m_text->setText(text);
    if (!text.isEmpty()) {
        m_bar->setRange(0, status.setUpOf);
        m_bar->setValue(std::clamp(status.setUpDone, 0, status.setUpOf));
        m_bar->setAccessibleName(text);
    }
    setVisible(!text.isEmpty());
}

} // namespace hs::ui
