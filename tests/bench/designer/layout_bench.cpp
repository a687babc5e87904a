/// How long the designer takes to place a chart of 300 states and 450 transitions, random and nested: one JSON line.
#include <algorithm>
#include <cstdio>
#include <vector>

#include <QElapsedTimer>

#include "tests/unit/ui_designer/random_drawing.h"

int main()
{
    std::vector<double> millis;
    for (unsigned seed = 1; seed <= 15; ++seed) {
        const auto drawing = hs::test::randomDrawing(seed, 300);
        QElapsedTimer timer;
        timer.start();
        const auto geometry = hs::ui::layoutChart(drawing.boxes, drawing.lines);
        millis.push_back(double(timer.nsecsElapsed()) / 1e6);
        if (geometry.boxes.size() != drawing.boxes.size())
            return 1;
    }
    std::sort(millis.begin(), millis.end());
    std::printf("{\"figure\": \"chart_layout_300_states_ms\", \"median\": %.2f, \"least\": %.2f, \"most\": %.2f, \"rounds\": %zu}\n",
                millis[millis.size() / 2], millis.front(), millis.back(), millis.size());
    return 0;
}
