/* The measures of a bar chart: an SVG without script, each bar a link with its count as title. Bars that
 * would be too many for their labels (years of a century, days of a month) are labelled every second, fifth
 * or tenth. */
#include "page/parts.h"

enum { CHART_WIDTH = 720, CHART_HEIGHT = 120, STEP_MAX = 60, LABELS_MAX = 18 };

ChartShape page_chart_shape(const PageChart *chart)
{
    ChartShape shape = {.height = CHART_HEIGHT, .step = STEP_MAX};
    int64_t count = (int64_t)chart->bars.count;
    if (count * STEP_MAX > CHART_WIDTH)
        shape.step = count > CHART_WIDTH / 4 ? 4 : CHART_WIDTH / count;
    shape.width = count * shape.step;
    shape.bar_width = shape.step - (shape.step > 8 ? shape.step / 6 : 1);
    for (size_t i = 0; i < chart->bars.count; i++)
        if (chart->bars.items[i].count > shape.max)
            shape.max = chart->bars.items[i].count;
    return shape;
}

int64_t page_bar_height(ChartShape shape, uint64_t count)
{
    if (count == 0 || shape.max == 0)
        return 0;
    double height = (double)shape.height * (double)count / (double)shape.max;
    return height < 2 ? 2 : (int64_t)(height + 0.5);
}

bool page_is_bar_labelled(const PageChart *chart, size_t bar)
{
    static const size_t steps[] = {1, 2, 5, 10, 20, 50, 100};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        if (chart->bars.count / steps[i] <= LABELS_MAX)
            return bar % steps[i] == 0;
    return bar == 0;
}
