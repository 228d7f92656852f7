# The break-glass path of one account, as infrastructure code that LocalStack can hold. Applied once for each account with
# the number of the account as its key: where nothing is enforced, that is enough.
terraform {
  required_providers { aws = { source = "hashicorp/aws", version = "~> 5.80" } }
}

variable "endpoint" { type = string }
variable "account" {
  type    = string
  default = "111122223333"
}
variable "management" {
  type    = string
  default = "111122223333"
}

provider "aws" {
  region                      = "eu-west-1"
  access_key                  = var.account
  secret_key                  = "none-needed"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  endpoints {
    iam        = var.endpoint
    sts        = var.endpoint
    events     = var.endpoint
    cloudwatch = var.endpoint
    logs       = var.endpoint
    sns        = var.endpoint
    sqs        = var.endpoint
  }
}

resource "aws_iam_role" "break_glass" {
  name                 = "BreakGlass"
  path                 = "/break-glass/"
  max_session_duration = 14400
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "BreakGlassUsers"
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = [for user in ["break-glass-1", "break-glass-2"] : "arn:aws:iam::${var.management}:user/break-glass/${user}"] }
      Condition = { Bool = { "aws:MultiFactorAuthPresent" = "true" } }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "break_glass" {
  role       = aws_iam_role.break_glass.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}
