# Reads a result file in R: mean and paired difference of an outcome, as the program's own table has them.
#   Rscript read.R results/demo.h5 satisfied
library(ncdf4)
arguments <- commandArgs(trailingOnly = TRUE)
file <- nc_open(arguments[1])
outcome <- paste0("window_", arguments[2])
values <- ncvar_get(file, outcome, collapse_degen = FALSE)      # dimensions come in reverse order in R: window, replicate, arm
arms <- ncvar_get(file, "arm")
whole <- matrix(values[1, , ], ncol = length(arms), dimnames = list(NULL, arms))
difference <- whole - whole[, 1]
half <- if (nrow(whole) > 1) qt(.975, nrow(whole) - 1) * apply(difference, 2, sd) / sqrt(nrow(whole)) else NA
print(data.frame(mean = colMeans(whole), difference = colMeans(difference), half_width = half), digits = 10)
cat(ncatt_get(file, outcome, "long_name")$value, "\n")
nc_close(file)
