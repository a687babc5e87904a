#include "ui/text/form_holes.h"

namespace hs::ui {

QString filled(const QString &form, int holes, const std::function<QString(int hole)> &words)
{
    QString result;
    for (qsizetype i = 0; i < form.size(); ++i) {
        const int hole = form[i] == QLatin1Char('%') && i + 1 < form.size() ? form[i + 1].digitValue() : -1;
        if (hole >= 1 && hole <= holes) {
            result += words(hole);
            ++i;
        } else {
            result += form[i];
        }
    }
    return result;
}

} // namespace hs::ui
